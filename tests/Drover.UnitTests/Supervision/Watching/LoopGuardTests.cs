using Drover.Supervision.Watching;
using Xunit;

namespace Drover.UnitTests.Supervision.Watching;

public sealed class LoopGuardTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);
    private readonly LoopGuard _guard = new();

    [Fact]
    public void Five_quick_restarts_by_the_same_path_name_it()
    {
        for (var i = 1; i < LoopGuard.Limit; i++)
        {
            Assert.Null(_guard.OnRestart(["src/a.js", "gen/out.json"], Soon));
        }

        Assert.Equal("gen/out.json", _guard.OnRestart(["gen/out.json"], Soon));
    }

    [Fact]
    public void Restarts_by_different_paths_are_a_person_at_work()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(_guard.OnRestart([$"src/{i}.js"], Soon));
        }
    }

    [Fact]
    public void A_restart_long_after_the_start_breaks_the_row()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(_guard.OnRestart(["a"], i % 4 == 3 ? TimeSpan.FromSeconds(2) : Soon));
        }
    }

    [Fact]
    public void A_manual_restart_starts_over()
    {
        for (var i = 0; i < 4; i++)
        {
            _guard.OnRestart(["a"], Soon);
        }

        _guard.Reset();
        Assert.Null(_guard.OnRestart(["a"], Soon));
    }

    [Fact]
    public void A_new_path_in_the_row_starts_it_over_with_that_path()
    {
        for (var i = 0; i < 4; i++)
        {
            _guard.OnRestart(["a"], Soon);
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.Null(_guard.OnRestart(["b"], Soon));
        }

        Assert.Equal("b", _guard.OnRestart(["b"], Soon));
    }
}

using Drover.Daemon.Features.Sessions.Readiness;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class HealthLoopTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();
    private readonly List<HealthChange> _said = [];
    private readonly CancellationTokenSource _runEnds = new();

    public void Dispose() => _runEnds.Dispose();

    [Fact]
    public async Task The_first_yes_makes_ready_and_tells_how_long_it_took()
    {
        var loop = Start(new TimedProbe(new Scripted(No, No, new ProbeAnswer(true, Url: "http://localhost:1")), 60 * Second, Second), null);
        Advance(2);
        await loop;

        Assert.Equal([new HealthChange.Ready(2 * Second, "http://localhost:1")], _said);
    }

    [Fact]
    public async Task Time_that_runs_out_is_told_with_the_last_reason()
    {
        var loop = Start(new TimedProbe(new Scripted(No), 3 * Second, Second), null);
        Advance(3);
        await loop;

        Assert.Equal([new HealthChange.NotReady("not ready after 3 s: it says no")], _said);
    }

    [Fact]
    public async Task Three_refusals_in_a_row_are_death_and_a_yes_in_between_starts_over()
    {
        var loop = Start(null, new TimedProbe(new Scripted(No, No, Yes, No, No, No), Second, 10 * Second));
        Advance(60);
        await loop;

        Assert.Equal(
            [
                new HealthChange.Failing("it says no"),
                new HealthChange.Failing("it says no"),
                new HealthChange.Recovered(),
                new HealthChange.Failing("it says no"),
                new HealthChange.Failing("it says no"),
                new HealthChange.Dead("the liveness probe failed 3 times in a row: it says no"),
            ],
            _said);
    }

    [Fact]
    public async Task The_end_of_the_run_ends_the_questions_silently()
    {
        var loop = Start(new TimedProbe(new Scripted(No), 60 * Second, Second), null);
        await _runEnds.CancelAsync();
        await loop;

        Assert.Empty(_said);
    }

    private static ProbeAnswer No => ProbeAnswer.No("it says no");

    private static ProbeAnswer Yes => new(true);

    private Task Start(TimedProbe? ready, TimedProbe? live) => new HealthLoop(
        change =>
        {
            _said.Add(change);
            return Task.CompletedTask;
        },
        _time).RunAsync(ready, live, () => _time.GetElapsedTime(0), _runEnds.Token);

    private void Advance(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            _time.Advance(Second);
        }
    }

    /// <summary>Gives its answers one after the other, the last one for ever.</summary>
    private sealed class Scripted(params ProbeAnswer[] answers) : IProbe
    {
        private int _asked;

        public string Subject => "it";

        public Task<ProbeAnswer> AskAsync(CancellationToken cancellation) => Task.FromResult(answers[Math.Min(_asked++, answers.Length - 1)]);
    }
}

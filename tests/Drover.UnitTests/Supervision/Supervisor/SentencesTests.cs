using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Supervision.Supervisor;

public sealed class SentencesTests
{
    private static readonly TimeSpan Lived = TimeSpan.FromSeconds(3);

    [Fact]
    public void An_end_that_was_asked_for_does_not_read_like_a_failure()
    {
        Assert.Equal("stopped (SIGTERM) after 3 s", Sentences.EndedOnRequest(new ProcessExit.Signaled(15, false), Lived));
        Assert.Equal("stopped (exited 7) after 3 s", Sentences.EndedOnRequest(new ProcessExit.Exited(7), Lived));
        Assert.Equal("lost: its holder was killed", Sentences.EndedOnRequest(new ProcessExit.Lost("its holder was killed"), Lived));
        Assert.Equal("killed by SIGTERM after 3 s", Sentences.Ended(new ProcessExit.Signaled(15, false), Lived));
    }

    [Fact]
    public void Whoever_starts_a_run_may_say_why_in_words_of_his_own()
    {
        Assert.Equal("restarted on request", Sentences.Cause(RunTrigger.Manual));
        Assert.Equal("restarted by up: env changed", Sentences.Cause(RunTrigger.Manual with { Detail = "restarted by up: env changed" }));
        Assert.Equal("started by up: not running", Sentences.Cause(RunTrigger.Start with { Detail = "started by up: not running" }));
    }
}

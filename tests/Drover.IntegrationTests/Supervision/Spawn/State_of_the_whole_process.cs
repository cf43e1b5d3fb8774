using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

/// <summary>Tests that change what all threads share; nothing else runs meanwhile.</summary>
[Collection(nameof(State_of_the_whole_process))]
[CollectionDefinition(nameof(State_of_the_whole_process), DisableParallelization = true)]
public sealed class State_of_the_whole_process
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void Exit_codes_are_told_although_SIGCHLD_was_ignored_when_the_daemon_was_started(HolderKind kind)
    {
        // What `trap '' CHLD` in a starting shell does to a process.
        _ = Command.HolderOf(kind);
        var before = Processes.SetSignalAction(17, Processes.IgnoreSignal);
        try
        {
            using var command = Command.Start(kind, Command.Shell("sh -c 'exit 9'; exit $?"));
            Assert.Equal(new StatusLine.Exited(9), command.End());
            Assert.True(Processes.UnignoreSignal(17));
            Assert.False(Processes.UnignoreSignal(17));
        }
        finally
        {
            Processes.SetSignalAction(17, before);
        }
    }
}

using Drover.IntegrationTests.Supervision.Supervisor;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
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

    [Theory]
    [InlineData("exit 143", false)]
    [InlineData("kill $$", true)]
    public async Task A_supervised_process_under_a_shell_holder_ends_exactly_where_the_kernel_tells(string line, bool bySignal)
    {
        Environment.SetEnvironmentVariable(Holder.Variable, "sh");
        try
        {
            using var folder = new TempDir();
            await using var kernel = new Kernel(folder.Path);
            Assert.Equal(HolderKind.Sh, kernel.Supervisor.SelfTest.Holder.Kind);
            var process = await kernel.RunAsync(Kernel.Shell($"read -r go; {line}"));
            await process.BecomesAsync(ProcessState.Running);
            await process.WriteAsync("go\n"u8.ToArray());
            var exit = (await process.BecomesAsync(ProcessState.Exited)).Exit;
            Assert.SkipWhen(exit is ProcessExit.Signaled { Approximate: true }, "The kernel does not tell the end of a process that is gone.");
            Assert.Equal(bySignal ? new ProcessExit.Signaled(15) : new ProcessExit.Exited(143), exit);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Holder.Variable, null);
        }
    }
}

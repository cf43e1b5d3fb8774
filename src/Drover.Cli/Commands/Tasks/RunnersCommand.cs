using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover runners</c>: who can do tasks.</summary>
internal static class RunnersCommand
{
    internal static CliCommand Build(string name) => new(name)
    {
        Run = call => call.ShowAsync(client => client.RunnersAsync(), runners => Show(call, runners)),
        Examples = ["drover runners", "drover runners --json | jq -r '.[] | select(.available) | .runner'"],
    };

    private static int Show(Invocation call, IReadOnlyList<Runner> runners)
    {
        var table = new Table("RUNNER", "AVAILABLE", "LOGIN", "VERSION", "CAN", "COMMAND");
        foreach (var runner in runners)
        {
            table.Add(runner.Name, runner.Available ? "yes" : "no", Word(runner.Login), runner.Version ?? "-", Can(runner.Capabilities), runner.Command);
        }

        table.Write(call.Terminal);
        foreach (var runner in runners)
        {
            if (runner.Reason is { } reason)
            {
                call.Say($"{runner.Name}: {reason}");
            }
        }

        return ExitCodes.Ok;
    }

    private static string Word(RunnerLogin login) => login switch { RunnerLogin.Ok => "ok", RunnerLogin.Missing => "missing", _ => "unknown" };

    private static string Can(RunnerCapabilities can)
    {
        string[] words = [.. (ReadOnlySpan<string>)[can.Approvals ? "approvals" : "", can.Resume ? "resume" : "", can.Stream ? "stream" : "", can.Cost ? "cost" : ""]];
        var text = string.Join(' ', words.Where(word => word.Length > 0));
        return text.Length > 0 ? text : "-";
    }
}

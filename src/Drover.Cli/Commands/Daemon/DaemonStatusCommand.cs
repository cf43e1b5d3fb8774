using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Install;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover daemon status</c>: never starts one.</summary>
internal static class DaemonStatusCommand
{
    private const int NameColumn = 12;

    internal static CliCommand Build(string name) => new(name)
    {
        Run = async call =>
        {
            var address = DaemonAddress.FromEnvironment();
            return !address.IsSuccess ? call.Fail(address.Error!)
                : address.Value.IsLocalDefault && !DaemonStarter.Answers(address.Value)
                    ? call.Fail(new Error(ErrorCodes.DaemonUnreachable, $"No daemon is running at {address.Value}. Most commands start it."))
                : await ShowAsync(call, address.Value);
        },
        Examples = ["drover daemon status", "drover daemon status --json | jq .warnings"],
    };

    internal static async Task<int> ShowAsync(Invocation call, DaemonAddress address, Action<DaemonStatus>? note = null)
    {
        var answer = await new DroverClient(address).DaemonAsync();
        if (answer.IsSuccess)
        {
            note?.Invoke(answer.Value.Value);
        }

        return !answer.IsSuccess ? call.Fail(answer.Error!)
            : call.Json ? call.Answer(answer.Value.Json)
            : Show(call, answer.Value.Value);
    }

    private static int Show(Invocation call, DaemonStatus status)
    {
        Line("pid", status.Pid.ToString(CultureInfo.InvariantCulture));
        Line("version", string.Equals(status.Version, VersionCommand.Text, StringComparison.Ordinal) ? status.Version : $"{status.Version} (this program is {VersionCommand.Text}: drover daemon restart)");
        Line("started", status.StartedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Line("data", status.DataDir);
        Line("socket", status.Socket);
        foreach (var url in status.Listen)
        {
            Line("listens at", url);
        }

        Line("holder", status.Holder);
        Line("capture", status.Capture);
        Line("memory", Figures.Bytes(status.MemoryBytes));
        foreach (var warning in status.Warnings)
        {
            Line("warning", call.Terminal.Ink.Yellow(warning));
        }

        foreach (var holder in status.UnknownHolders)
        {
            Line("unknown", $"holder {holder.Pid} of run {holder.RunId}{(holder.CommandPid is { } pid ? $", command {pid}" : "")}: belongs to no session");
        }

        return ExitCodes.Ok;

        void Line(string label, string value)
        {
            call.Out.Write(call.Terminal.Ink.Bold(label.PadRight(NameColumn)));
            call.Out.Write(value);
            call.Out.Write('\n');
        }
    }
}

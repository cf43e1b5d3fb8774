using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Jobs;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Contracts.Terminals;

namespace Drover.Cli.Commands.Terminals;

/// <summary><c>drover term</c>: a terminal that lives in the daemon, shown in this one.</summary>
internal static class TermCommand
{
    // What the ids of terminals begin with.
    private const string IdPrefix = "t_";

    internal static CliCommand Build(string name)
    {
        var cwd = Values.PathName("--cwd", "DIR", "Where it runs (default: here)");
        var list = Values.Flag("--list", "List the terminals there are", "-l");
        var stop = Values.Text("--stop", "ID", "End a terminal with everything it started, and remove it");
        var key = Values.Text("--detach-key", "KEY", $"Key that leaves it, ctrl-X or none (default: {DetachKey.Default})");
        return new CliCommand(name)
        {
            Options = { cwd, list, stop, key },
            Tail = "CMD | ID",
            Run = call => (call.Get(list), call.Get(stop)) switch
            {
                (true, null) => call.ShowAsync(client => client.TerminalsAsync(), terminals => Show(call, terminals)),
                (false, { } id) => call.ShowAsync(client => client.DeleteTerminalAsync(id), _ => ExitCodes.Ok),
                (true, _) => Task.FromResult(call.Usage("Give --list or --stop, not both.")),
                _ => !DetachKey.TryParse(call.Get(key) ?? DetachKey.Default, out var detach)
                    ? Task.FromResult(call.Usage("--detach-key takes ctrl-X or none."))
                    : ViewAsync(call, call.Get(cwd), detach),
            },
            Remarks = $"Without CMD it is your shell. {DetachKey.Default} leaves it running: drover term ID returns to it, from anywhere, and several may look at once.\n"
                + "Every other key is the program's, Ctrl-C and Ctrl-Z too. Exit code: that of the program; 0 when it was left.",
            Examples = ["drover term", "drover term -- htop", "drover term --list", "drover term t_3f2a81b09c4d"],
        };
    }

    private static async Task<int> ViewAsync(Invocation call, string? cwd, byte? detach)
    {
        if (InputSources.Here() != InputSource.Terminal || !call.Terminal.OutputIsTerminal)
        {
            return call.Usage("It shows a terminal in this one, and this is none. drover run runs a command without.");
        }

        if (CallerFolder.Here() is not { } here)
        {
            return call.Fail(CallerFolder.IsGone);
        }

        var client = await call.ConnectAsync();
        if (client.Error is { } unreachable)
        {
            return call.Fail(unreachable);
        }

        var terminal = call.Program is [var only] && only.StartsWith(IdPrefix, StringComparison.Ordinal)
            ? only
            : await OpenAsync(call, client.Value, Path.TrimEndingDirectorySeparator(Path.GetFullPath(cwd ?? ".", here)));
        if (terminal.Error is { } error)
        {
            return call.Fail(error);
        }

        using var view = new TerminalView(call, terminal.Value, detach);
        return await view.RunAsync(client.Value);
    }

    private static async Task<Result<string>> OpenAsync(Invocation call, DroverClient client, string folder)
    {
        var workspace = await WorkspaceChoice.OfAsync(client, folder);
        if (workspace.Error is not null)
        {
            return workspace;
        }

        var size = await RawMode.SizeAsync();
        var opened = await client.OpenTerminalAsync(workspace.Value, new TerminalRequest
        {
            Cmd = call.Program.Count == 0 ? null : LineOf(call.Program),
            Cwd = folder,
            Cols = size?.Columns,
            Rows = size?.Rows,
            BaseEnv = BaseEnvironment.Of(CallerEnvironment.Take()),
        });
        return opened.Error is { } error ? error : opened.Value.Value.TerminalId;
    }

    // One word with blanks in it is a line somebody put into quotes.
    private static string LineOf(IReadOnlyList<string> program) =>
        program is [var only] && only.Contains(' ', StringComparison.Ordinal) ? only : "exec " + string.Join(' ', program.Select(CommandText.Quote));

    private static int Show(Invocation call, IReadOnlyList<Contracts.Terminals.Terminal> terminals)
    {
        if (terminals.Count == 0)
        {
            call.Say("No terminal is open. Open one: drover term");
            return ExitCodes.Ok;
        }

        var table = new Table("ID", "STATE", "OPENED", "VIEWERS", "PID", "FOLDER", "COMMAND");
        foreach (var terminal in terminals)
        {
            table.Add(
                terminal.TerminalId,
                terminal.End is { } end ? $"exited ({end.Code})" : terminal.State.ToString().ToLowerInvariant(),
                terminal.CreatedAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                terminal.Viewers.ToString(CultureInfo.InvariantCulture),
                terminal.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
                Path.GetFullPath(terminal.Cwd, terminal.Workspace),
                terminal.Cmd);
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }
}

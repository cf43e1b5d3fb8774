using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Friendly;
using Drover.Contracts.Jobs;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover do</c>: picks one of the commands that this folder offers, and runs it.</summary>
internal static class DoCommand
{
    internal static CliCommand Build(string name)
    {
        var which = new Argument<string>("which") { Description = "Label, kind, or number of the list", Arity = ArgumentArity.ZeroOrOne };
        var list = Values.Flag("--list", "Only show them", "-l");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { list },
            Run = call => CallerFolder.Here() is { } here ? RunAsync(call, here, call.Get(which), call.Get(list)) : Task.FromResult(call.Fail(CallerFolder.IsGone)),
            Remarks = "On a terminal it asks which one; elsewhere it shows the list, unless one is named. A dev server is started as a session, as by drover CMD; everything\nelse is a job, as by drover run.",
            Examples = ["drover do", "drover do test", "drover do 'Start dev server'", "drover do 3", "drover do --list --json"],
        };
    }

    private static async Task<int> RunAsync(Invocation call, string here, string? which, bool onlyList)
    {
        var client = await call.ConnectAsync();
        var workspace = client.IsSuccess ? await WorkspaceChoice.OfAsync(client.Value, here) : client.Error!;
        var answer = workspace.IsSuccess ? await client.Value.FriendlyCommandsAsync(workspace.Value, here) : workspace.Error!;
        if (!answer.IsSuccess)
        {
            return call.Fail(answer.Error!);
        }

        var commands = answer.Value.Value;
        var asks = which is null && !onlyList && !call.Json && call.Terminal.OutputIsTerminal && !Console.IsInputRedirected;
        if (which is null && !asks)
        {
            return call.Json ? call.Answer(answer.Value.Json) : Show(call, commands, tellsHow: !onlyList);
        }

        var chosen = which is null ? Ask(call, commands) : Find(commands, which);
        return chosen.Error is { } wrong ? call.Fail(wrong) : await StartAsync(call, client.Value, workspace.Value, here, chosen.Value);
    }

    private static int Show(Invocation call, IReadOnlyList<FriendlyCommand> commands, bool tellsHow)
    {
        if (commands.Count == 0)
        {
            call.Say("Nothing was found in this folder. drover run -- CMD ARGS…");
            return ExitCodes.Ok;
        }

        var table = new Table("NO", "LABEL", "COMMAND", "FROM");
        foreach (var (at, command) in commands.Index())
        {
            table.Add((at + 1).ToString(CultureInfo.InvariantCulture), command.Label, command.Command, command.Source);
        }

        table.Write(call.Terminal);
        if (tellsHow)
        {
            call.Say("Run one: drover do LABEL, or drover do NO");
        }

        return ExitCodes.Ok;
    }

    private static Result<FriendlyCommand> Ask(Invocation call, IReadOnlyList<FriendlyCommand> commands)
    {
        Show(call, commands, tellsHow: false);
        if (commands.Count == 0)
        {
            return new Error(ErrorCodes.RequestUsage, "There is nothing to choose from.");
        }

        call.Out.Flush();
        call.Terminal.Error.Write("Which one? ");
        return Console.In.ReadLine() is { Length: > 0 } answer ? Find(commands, answer.Trim()) : new Error(ErrorCodes.RequestInterrupted, "Nothing was chosen, nothing was run.");
    }

    // The first of a label is the surest.
    private static Result<FriendlyCommand> Find(IReadOnlyList<FriendlyCommand> commands, string which)
    {
        if (int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= commands.Count)
        {
            return commands[number - 1];
        }

        var found = commands.FirstOrDefault(command => string.Equals(command.Label, which, StringComparison.OrdinalIgnoreCase))
            ?? commands.FirstOrDefault(command => command.Kind != FriendlyKind.Script && string.Equals(command.Kind.ToString(), which, StringComparison.OrdinalIgnoreCase))
            ?? commands.FirstOrDefault(command => command.Label.StartsWith(which, StringComparison.OrdinalIgnoreCase));
        return found is not null ? found : new Error(ErrorCodes.RequestUsage, $"This folder offers nothing called \"{which}\": drover do --list shows what it does.");
    }

    private static Task<int> StartAsync(Invocation call, DroverClient client, string workspace, string here, FriendlyCommand command)
    {
        call.Say(call.Terminal.ErrorInk.Dim($"$ {command.Command}"));
        return command.Kind == FriendlyKind.Dev
            ? Dispatcher.RunAsync([.. call.Json ? ["--json"] : Array.Empty<string>(), "sh", "-c", command.Command], call.Terminal)
            : new JobView(call, client).RunAsync(workspace, new JobRequest { Cmd = command.Command, Cwd = here, BaseEnv = BaseEnvironment.Of(CallerEnvironment.Take()) });
    }
}

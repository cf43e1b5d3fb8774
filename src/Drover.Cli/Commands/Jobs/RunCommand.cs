using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover run</c>: a command that runs once, as if it ran in this terminal.</summary>
internal static class RunCommand
{
    internal static CliCommand Build(string name)
    {
        var line = Values.Text("--command", "LINE", "A line for the shell, instead of a program and its arguments", "-c");
        var timeout = Values.Text("--timeout", "TIME", "Longest time it may run: seconds, or 90s, 5m (default and at most 300 s)", "-t");
        var cwd = Values.PathName("--cwd", "DIR", "Where it runs (default: here)");
        var variables = Values.Texts("--env", "NAME=VALUE", "A variable for it, over this shell's", "-e");
        return new CliCommand(name)
        {
            Options = { line, timeout, cwd, variables },
            Tail = "CMD",
            Run = call =>
            {
                var seconds = Seconds(call.Get(timeout));
                if (seconds.Error is { } wrong)
                {
                    return Task.FromResult(call.Fail(wrong));
                }

                if (call.Program.Count == 0 == call.Get(line) is null)
                {
                    return Task.FromResult(call.Usage("Give a program with its arguments, or a line with -c."));
                }

                var environment = CallerEnvironment.Take();
                foreach (var variable in call.Get(variables) ?? [])
                {
                    var at = variable.IndexOf('=', StringComparison.Ordinal);
                    if (at <= 0)
                    {
                        return Task.FromResult(call.Usage($"--env takes NAME=VALUE, not \"{variable}\"."));
                    }

                    environment[variable[..at]] = variable[(at + 1)..];
                }

                return RunAsync(call, call.Get(cwd), new JobRequest
                {
                    Cmd = call.Get(line) ?? Line(call.Program),
                    Timeout = seconds.Value,
                    BaseEnv = BaseEnvironment.Of(environment),
                });
            },
            Remarks = "Exit code: that of the command; 128 + n when signal n ended it, a timeout included; 127 when it could not be started.\n"
                + "Ctrl-C cancels it, a second one kills it at once. It reads nothing. $FREE_PORT stands for a free port.",
            Examples = ["drover run -- npm test", "drover run --timeout 60 -- cargo build", "drover run -c 'make && ./app --version'", "drover run -c 'npm run dev -- --port $FREE_PORT'"],
        };
    }

    private static async Task<int> RunAsync(Invocation call, string? cwd, JobRequest request)
    {
        if (CallerFolder.Here() is not { } here)
        {
            return call.Fail(CallerFolder.IsGone);
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(cwd ?? ".", here));
        var client = await call.ConnectAsync();
        var workspace = client.IsSuccess ? await WorkspaceChoice.OfAsync(client.Value, folder) : client.Error!;
        return workspace.IsSuccess
            ? await new JobView(call, client.Value).RunAsync(workspace.Value, request with { Cwd = folder })
            : call.Fail(workspace.Error!);
    }

    // One word with blanks in it is a line somebody put into quotes: drover run "npm test".
    private static string Line(IReadOnlyList<string> program) =>
        program is [var only] && only.Contains(' ', StringComparison.Ordinal) && !File.Exists(only) ? only : string.Join(' ', program.Select(CommandText.Quote));

    internal static Result<double?> Seconds(string? text)
    {
        if (text is null)
        {
            return (double?)null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return (double?)seconds;
        }

        return Values.TryMilliseconds(text) is { } milliseconds
            ? (double?)(milliseconds / 1000.0)
            : new Error(ErrorCodes.RequestUsage, $"--timeout takes seconds, or a time such as 90s or 5m, not \"{text}\".");
    }
}

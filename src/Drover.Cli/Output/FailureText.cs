using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;

namespace Drover.Cli.Output;

/// <summary>Tells a failure: message, code and what to do next on standard error; with <c>--json</c> the problem object, as HTTP has it.</summary>
internal static class FailureText
{
    internal static int Write(Terminal terminal, Error error, bool json)
    {
        var row = ErrorCatalog.Of(error.Code);
        terminal.Out.Flush();
        if (json)
        {
            var problem = new ProblemBody { Type = $"urn:drover:error:{error.Code}", Title = row.Title, Status = row.HttpStatus, Detail = error.Message, Code = error.Code, Details = error.Details };
            terminal.Error.WriteLine(JsonSerializer.Serialize(problem, DroverJson.Default.ProblemBody));
            return row.ExitCode;
        }

        var ink = terminal.ErrorInk;
        terminal.Error.WriteLine($"{ink.Red("drover:")} {OptionWords.In(error)} {ink.Dim($"({error.Code})")}");
        FileExcerpt.Of(error)?.Write(terminal.Error, ink);
        if (error.Details?.GetValueOrDefault("candidates") is { Length: > 0 } candidates)
        {
            terminal.Error.WriteLine($"  {candidates}");
        }

        if (NextStep(error) is { } step)
        {
            terminal.Error.WriteLine($"  {ink.Dim("→")} {step}");
        }

        return row.ExitCode;
    }

    // The daemon's message says what to do over HTTP; here is the command for it.
    private static string? NextStep(Error error) => error.Code switch
    {
        ErrorCodes.SessionNotFound or ErrorCodes.SessionAmbiguous or ErrorCodes.SessionNotNamed => "drover ls",
        ErrorCodes.SessionNoneActive => "drover ls, or start one: drover serve -- CMD ARGS…",
        ErrorCodes.SessionAlreadyRunning or ErrorCodes.SessionNotRunning when NameIn(error) is { } name => $"drover restart {name}",
        ErrorCodes.SessionActive when NameIn(error) is { } name => $"drover stop {name}, or drover rm --force {name}",
        ErrorCodes.ProjectNotFound => "drover init writes a drover.yaml; drover ps --all lists the projects there are",
        ErrorCodes.DaemonUnreachable => Environment.GetEnvironmentVariable("DROVER_URL") is { Length: > 0 } url ? $"DROVER_URL is {url}: is a daemon there?" : "drover daemon start",
        ErrorCodes.DaemonStartFailed => "drover daemon run shows its start in this terminal",
        ErrorCodes.DaemonAnswerUnknown => "drover daemon status",
        ErrorCodes.AccessTokenRequired or ErrorCodes.AccessTokenInvalid => "set DROVER_TOKEN to the daemon's token",
        ErrorCodes.StorageFull => "drover prune removes ended sessions and their logs",
        _ => null,
    };

    private static string? NameIn(Error error) => error.Details?.GetValueOrDefault("label") ?? error.Details?.GetValueOrDefault("id");
}

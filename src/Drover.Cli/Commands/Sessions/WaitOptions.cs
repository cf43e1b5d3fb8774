using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>--wait</c>, <c>--wait-for WHAT</c> and <c>--timeout</c> of commands that start something.</summary>
internal sealed class WaitOptions
{
    private const string Forms = "ready, running, exit, output:REGEX or quiet:MS";

    internal Option<bool> Wait { get; } = Values.Flag("--wait", "Return when it is ready, has ended or has failed, and say which");

    internal Option<string> For { get; } = Values.Text("--wait-for", "WHAT", $"The same for {Forms}");

    internal Option<int?> Timeout { get; } = Values.Milliseconds("--timeout", "Longest wait (default 60 s)");

    internal void AddTo(CliCommand command)
    {
        command.Options.Add(Wait);
        command.Options.Add(For);
        command.Options.Add(Timeout);
    }

    internal Result<WaitText> Parse(Invocation call)
        => call.Get(Wait) || call.Has(For) || call.Has(Timeout) ? Parse(call.Get(For) ?? "ready", call.Get(Timeout)) : new WaitText(null);

    internal static Result<WaitText> Parse(string text, int? timeoutMs, string option = "--wait-for")
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, value) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var wait = (kind, value) switch
        {
            ("ready", "") => new WaitRequest { For = WaitFor.Ready },
            ("running", "") => new WaitRequest { For = WaitFor.Running },
            ("exit", "") => new WaitRequest { For = WaitFor.Exit },
            ("output", { Length: > 0 }) => new WaitRequest { For = WaitFor.Output, Pattern = value },
            ("quiet", "") => new WaitRequest { For = WaitFor.Quiet },
            ("quiet", _) when Values.TryMilliseconds(value) is { } time => new WaitRequest { For = WaitFor.Quiet, QuietMs = time },
            _ => null,
        };
        return wait is null
            ? new Error(ErrorCodes.RequestUsage, $"{option} \"{text}\": give {Forms}.")
            : new WaitText(wait with { TimeoutMs = timeoutMs });
    }
}

/// <summary>What to wait for, or nothing.</summary>
/// <param name="Request">The wait.</param>
internal readonly record struct WaitText(WaitRequest? Request);

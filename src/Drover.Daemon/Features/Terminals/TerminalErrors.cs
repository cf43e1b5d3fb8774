using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Terminals;

/// <summary>What can be wrong with a call about terminals.</summary>
internal static class TerminalErrors
{
    public static Error NotFound(string id) => Of(ErrorCodes.TerminalNotFound, $"No terminal has the id \"{id}\".", "id", id);

    public static Error Ambiguous(string id) => Of(ErrorCodes.TerminalNotFound, $"Several terminals begin with \"{id}\": write more of the id.", "id", id);

    public static Error TooMany { get; } = new(ErrorCodes.TerminalTooMany, $"{TerminalLimits.Most} terminals run already: delete one first.");

    public static Error Invalid(string field, string message) => Of(ErrorCodes.RequestInvalidValue, message, "field", field);

    private static Error Of(string code, string message, string name, string value) =>
        new(code, message, new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });
}

using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Makes errors with details.</summary>
internal static class Refusal
{
    public static Error Of(string code, string message, params ReadOnlySpan<(string Name, string Value)> details)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details)
        {
            named[name] = value;
        }

        return new Error(code, message, named.Count == 0 ? null : named);
    }
}

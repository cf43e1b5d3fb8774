using Drover.Contracts.Errors;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>What a merged log is made of.</summary>
internal static class MergedChoice
{
    public static Result<IReadOnlyList<KnownSession>> Find(SessionService sessions, string? names)
    {
        if (string.IsNullOrEmpty(names))
        {
            return Result(sessions.All);
        }

        var chosen = new List<KnownSession>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = sessions.Find(name);
            if (found.Error is { } error)
            {
                return error;
            }

            if (!chosen.Contains(found.Value))
            {
                chosen.Add(found.Value);
            }
        }

        return chosen;
    }

    /// <returns>Null inside when there is none.</returns>
    public static Result<MergedCursor?> Cursor(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (MergedCursor?)null;
        }

        return MergedCursor.Parse(text) is { } cursor
            ? cursor
            : Refusal.Of(ErrorCodes.LogCursorInvalid, "cursor is none that a merged log has given.", ("field", "cursor"));
    }

    /// <summary>What makes no sense for several logs at once.</summary>
    public static Error? Refuse(Result<LogRequest> request) => request is not { IsSuccess: true, Value: var wanted } ? null
        : wanted.SinceSeq is not null ? SpecRules.Invalid("since_seq", "counts in one session only: a merged log goes on with cursor")
        : wanted.Bytes ? SpecRules.Invalid("bytes", "cannot be asked for in a merged log")
        : wanted.Format == LogFormat.Raw ? SpecRules.Invalid("format", "cannot be raw in a merged log")
        : null;

    private static Result<IReadOnlyList<KnownSession>> Result(IReadOnlyList<KnownSession> sessions) => new List<KnownSession>(sessions);
}

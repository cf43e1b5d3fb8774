using System.Collections.Concurrent;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Sessions;

/// <summary>All sessions in memory, found by id, by the beginning of an id, or by label. Labels are unique among active sessions.</summary>
internal sealed class SessionRegistry
{
    private const int MostCandidates = 10;

    private readonly ConcurrentDictionary<Guid, KnownSession> _sessions = new();
    private readonly Lock _labels = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<KnownSession> All => [.. _sessions.Values.OrderByDescending(session => session.CreatedAt).ThenByDescending(session => session.Id)];

    public KnownSession? Find(Guid id) => _sessions.GetValueOrDefault(id);

    /// <summary>Makes a session known; refused while another active one has its label.</summary>
    public Error? Add(KnownSession session, bool active)
    {
        lock (_labels)
        {
            if (active && LabelTaken(session) is { } taken)
            {
                return taken;
            }

            session.HoldsLabel = active;
            _sessions[session.Id] = session;
            return null;
        }
    }

    /// <summary>Takes the label again for a session that is about to be started once more.</summary>
    public Error? ClaimLabel(KnownSession session)
    {
        lock (_labels)
        {
            if (LabelTaken(session) is { } taken)
            {
                return taken;
            }

            session.HoldsLabel = true;
            return null;
        }
    }

    public void ReleaseLabel(KnownSession session)
    {
        lock (_labels)
        {
            session.HoldsLabel = false;
        }
    }

    public void Remove(KnownSession session) => _sessions.TryRemove(session.Id, out _);

    /// <summary>
    /// Finds by what a caller wrote. An id wins over a label, a label over the beginning of an id; of several sessions that had the same
    /// label one after the other the active one is meant, else the newest.
    /// </summary>
    public Result<KnownSession> Find(string text)
    {
        if (Guid.TryParseExact(text, "D", out var id))
        {
            return _sessions.TryGetValue(id, out var exact) ? exact : NotFound(text);
        }

        var labelled = _sessions.Values.Where(session => session.Label == text).MaxBy(session => (session.HoldsLabel, session.CreatedAt, session.Id));
        if (labelled is not null)
        {
            return labelled;
        }

        var candidates = text.Length == 0 ? [] : _sessions.Values.Where(session => session.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        return candidates switch
        {
            [] => NotFound(text),
            [var only] => only,
            _ => Refusal.Of(
                ErrorCodes.SessionAmbiguous,
                $"{candidates.Count} sessions begin with {text}: write more of the id, or a label.",
                ("candidates", string.Join(", ", candidates.OrderBy(session => session.Name, StringComparer.Ordinal).Take(MostCandidates).Select(Describe)))),
        };
    }

    private static string Describe(KnownSession session) => session.Label is { } label ? $"{session.Name} ({label})" : session.Name;

    private static Error NotFound(string text) =>
        Refusal.Of(ErrorCodes.SessionNotFound, $"No session has the id, prefix or label \"{text}\".", ("id", text));

    private Error? LabelTaken(KnownSession session)
    {
        if (session.Label is not { } label)
        {
            return null;
        }

        var other = _sessions.Values.FirstOrDefault(candidate => candidate.HoldsLabel && candidate != session && candidate.Label == label);
        return other is null ? null : Refusal.Of(
            ErrorCodes.SessionAlreadyRunning,
            $"{label} is active already as session {other.Name}. Restart or stop that one, or take another label.",
            ("id", other.Name), ("label", label));
    }
}

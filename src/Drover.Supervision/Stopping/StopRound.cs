using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Stopping;

/// <summary>
/// The processes that one stop has taken hold of so far, and what each was sent. A signal is sent once: many programs take a
/// second TERM for "die now".
/// </summary>
internal sealed class StopRound : IDisposable
{
    private readonly Dictionary<ProcessIdentity, SignalTarget> _targets = [];
    private readonly HashSet<(ProcessIdentity, int)> _sent = [];

    /// <summary>Completes when everything that was signalled has ended; null when the system cannot tell of all.</summary>
    public Task? AllEnded => _targets.Values.All(target => target.Ended is not null) ? Task.WhenAll(_targets.Values.Select(target => target.Ended!)) : null;

    /// <summary>Signals those members that have not had this signal: whole process groups at once, so that what they fork meanwhile gets it too.</summary>
    public void Signal(ProcessTable table, IReadOnlyList<ProcessEntry> members, int signal)
    {
        var fresh = members.Where(member => _sent.Add((member.Identity, signal))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        foreach (var group in fresh.GroupBy(member => member.GroupId))
        {
            var targets = group.Select(Hold).OfType<SignalTarget>().ToList();
            var isOurs = IsOurs(table, members, group.Key);
            var isWhole = group.Count() == members.Count(member => member.GroupId == group.Key);
            // A live member keeps the group's id from being given to somebody else.
            if (isOurs && isWhole && targets.Any(target => target.IsAlive) && Processes.Kill(-group.Key, signal) == 0)
            {
                Continue(signal, () => _ = Processes.Kill(-group.Key, SignalNames.Cont));
                continue;
            }

            foreach (var target in targets)
            {
                _ = target.Send(signal);
                Continue(signal, () => _ = target.Send(SignalNames.Cont));
            }
        }
    }

    /// <summary>Whether a process group holds nobody but members: a daemon that was started inside the run may be in it too.</summary>
    public static bool IsOurs(ProcessTable table, IReadOnlyList<ProcessEntry> members, int group) =>
        group > 1 && table.Entries.All(entry => entry.GroupId != group || entry.IsZombie || members.Any(member => member.Pid == entry.Pid));

    public void Dispose()
    {
        foreach (var target in _targets.Values)
        {
            target.Dispose();
        }
    }

    // A stopped process would sleep through everything but the kill.
    private static void Continue(int signal, Action send)
    {
        if (signal != SignalNames.Kill)
        {
            send();
        }
    }

    private SignalTarget? Hold(ProcessEntry entry)
    {
        if (_targets.TryGetValue(entry.Identity, out var known))
        {
            return known;
        }

        var target = SignalTarget.Open(entry.Identity);
        if (target is not null)
        {
            _targets.Add(entry.Identity, target);
        }

        return target;
    }
}

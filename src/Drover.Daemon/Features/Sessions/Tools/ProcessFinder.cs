using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Finds the process that a call means. Who names one that is not there is told which there are.</summary>
internal sealed class ProcessFinder(SessionService sessions)
{
    private const int MostNamed = 10;

    public Result<KnownSession> Find(IChoosesProcess choice)
    {
        if ((choice.Pid, choice.Id, choice.Label) is (null, null, null))
        {
            return Refusal.Of(ErrorCodes.SessionNotNamed, $"Say which process: pid, id or label. {WhatThereIs()}");
        }

        if (choice.Pid is 0)
        {
            return Refusal.Of(ErrorCodes.RequestInvalidValue, "pid 0 is the Drover daemon itself; only its status, output and log paths can be asked for.", ("field", "pid"));
        }

        KnownSession? meant = null;
        foreach (var found in Named(choice))
        {
            if (found.Error is { } error)
            {
                return error;
            }

            if (meant is not null && meant != found.Value)
            {
                return Refusal.Of(ErrorCodes.RequestInvalidValue, "pid, id and label name different processes: give one of them.", ("field", "pid"));
            }

            meant = found.Value;
        }

        return meant!;
    }

    /// <summary>How a process is called in a sentence.</summary>
    public static string NameOf(KnownSession session) => session.Label ?? session.Name[..8];

    private IEnumerable<Result<KnownSession>> Named(IChoosesProcess choice)
    {
        if (choice.Pid is { } pid)
        {
            var found = sessions.FindByPid(pid);
            yield return found.Error is { } error ? error
                : found.Value is { } session ? session
                : Missing("pid", pid.ToString(CultureInfo.InvariantCulture));
        }

        if (choice.Id is { } id)
        {
            var found = sessions.Find(id);
            yield return found.Error?.Code == ErrorCodes.SessionNotFound ? Missing("id", id) : found;
        }

        // Never the beginning of an id: who asks for a label of one letter must not stop somebody else's process.
        if (choice.Label is { } label)
        {
            yield return sessions.Find(label) is { IsSuccess: true, Value: var labelled } && labelled.Label == label ? labelled : Missing("label", label);
        }
    }

    private Error Missing(string field, string name) =>
        Refusal.Of(ErrorCodes.SessionNotFound, $"No process has the {field} {name}. {WhatThereIs()}", (field, name));

    private string WhatThereIs()
    {
        var all = sessions.All.OrderByDescending(session => session.IsActive).ToList();
        return all.Count == 0
            ? "There is none yet: start_process starts one."
            : $"There are: {string.Join("; ", all.Take(MostNamed).Select(Describe))}{(all.Count > MostNamed ? $"; and {all.Count - MostNamed} more" : "")}.";
    }

    private static string Describe(KnownSession session) => session.Label is { } label
        ? $"{label} (pid {session.Snapshot.Pid}, {StateText.Of(session.State)})"
        : $"{BriefText.Short(CommandText.Of(session.Plan.Placed.Command), 60)} (id {session.Name[..8]}, pid {session.Snapshot.Pid}, {StateText.Of(session.State)})";
}

using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary>What <c>up</c> or <c>down</c> did with each process and why.</summary>
internal static class ChangesText
{
    /// <param name="call">The command.</param>
    /// <param name="changes">What was done.</param>
    /// <param name="urls">Where a process answers, by its name.</param>
    /// <param name="asData">To standard output, as the table that was asked for; else news for people.</param>
    internal static void Write(Invocation call, ProjectChanges changes, IReadOnlyDictionary<string, string> urls, bool asData)
    {
        var table = new Table("PROCESS", "ACTION", "BECAUSE", "URL");
        var ink = asData ? call.Terminal.Ink : call.Terminal.ErrorInk;
        foreach (var change in changes.Changes)
        {
            table.Add(
                change.Process,
                change.Failed is null ? Word(change.Action, ink) : new Cell("failed", ink.Red),
                change.Failed is { } failure ? failure.Detail : change.Because,
                change.Action == ProjectAction.Stop ? "" : urls.GetValueOrDefault(change.Process, ""));
        }

        if (asData)
        {
            table.Write(call.Terminal);
            return;
        }

        call.Out.Flush();
        table.WriteAligned(call.Terminal.Error, int.MaxValue, ink.Bold);
    }

    internal static Cell Word(ProjectAction action, Ink ink) => action switch
    {
        ProjectAction.Start => new Cell("start", ink.Green),
        ProjectAction.Restart => new Cell("restart", ink.Yellow),
        ProjectAction.Stop => new Cell("stop", ink.Yellow),
        _ => new Cell("keep", ink.Dim),
    };
}

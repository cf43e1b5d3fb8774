using System.Collections.Concurrent;
using Drover.Contracts.Projects;

namespace Drover.Daemon.Projects;

/// <summary>Why the last <c>up</c> could not start a process. One that never got as far as a session has no other place to tell it.</summary>
internal sealed class ProjectFailures
{
    private readonly ConcurrentDictionary<(string Folder, string Process), (ProjectFailure Failure, int Run)> _failures = new();

    /// <param name="folder">The project's folder.</param>
    /// <param name="change">What was done with the process.</param>
    /// <param name="run">Number of the last run it had before; 0 for none.</param>
    public void Note(string folder, ProjectChange change, int run)
    {
        if (change is { Failed: { } failure, Action: ProjectAction.Start or ProjectAction.Restart })
        {
            _failures[(folder, change.Process)] = (failure, run);
        }
        else
        {
            _failures.TryRemove((folder, change.Process), out _);
        }
    }

    /// <param name="folder">The project's folder.</param>
    /// <param name="process">The process.</param>
    /// <param name="run">Number of its last run; a later one than at that time has made up for the failure.</param>
    public ProjectFailure? Of(string folder, string process, int run) =>
        _failures.TryGetValue((folder, process), out var known) && run <= known.Run ? known.Failure : null;
}

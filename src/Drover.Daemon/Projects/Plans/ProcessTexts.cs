using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects.Plans;

/// <summary>Fills in the references of one process's texts, and tells those that lead nowhere with their places.</summary>
internal sealed class ProcessTexts(ProjectProcess process, References references, ProjectProblems problems)
{
    public string Expand(string text, string field, bool isShell = false) => Expand(text, process.PlaceOf(field), isShell);

    public string Expand(string text, Place at, bool isShell = false)
    {
        var expanded = references.Expand(text, isShell, out var wrong);
        if (wrong is not null)
        {
            problems.Add(at, ErrorCodes.ProjectReferenceUnknown, wrong);
        }

        return expanded;
    }

    public ProbeSpec? Expand(ProbeSpec? probe, string field) => probe is null ? null : probe with
    {
        Http = probe.Http is null ? null : Expand(probe.Http, $"{field}.http"),
        Log = probe.Log is null ? null : Expand(probe.Log, $"{field}.log", isShell: true),
        Exec = probe.Exec is null ? null : [.. probe.Exec.Select((word, index) => Expand(word, $"{field}.exec.{index}"))],
    };
}

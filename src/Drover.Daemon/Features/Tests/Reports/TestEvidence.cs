using System.Text;
using Drover.Supervision.Posix;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What a test run has left to be read.</summary>
/// <param name="Folder">Its own report folder.</param>
/// <param name="Cwd">Where it ran.</param>
/// <param name="StartedAt">When it was started: older reports in the project are of other runs.</param>
/// <param name="Lines">What it printed, without colours.</param>
internal sealed record TestEvidence(string Folder, string Cwd, DateTimeOffset StartedAt, Lazy<IReadOnlyList<string>> Lines)
{
    private const int LargestReport = 64 << 20;
    private const int MostFolders = 5_000;
    private const int MostReports = 5_000;

    // The clock of files is a little coarser than the other one.
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(50);

    private static readonly string[] NotLookedInto = ["node_modules", ".git", ".gradle", ".idea", "src"];

    /// <summary>The text of a report in its own folder; null when there is none.</summary>
    public string? Report(string name) => Read(Path.Combine(Folder, name));

    /// <summary>The texts of all reports in its own folder whose names end so.</summary>
    public IEnumerable<string> Reports(string ending) =>
        (Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder) : []).Where(file => file.EndsWith(ending, StringComparison.Ordinal)).Select(Read).OfType<string>();

    /// <summary>Reports that a build tool leaves in the project, with the module that each belongs to.</summary>
    /// <param name="folder">Path of their folder in a module, e.g. <c>target/surefire-reports</c>.</param>
    /// <param name="onlyNew">Whether one of an earlier run does not count.</param>
    public IEnumerable<(string Module, string Text)> InProject(string folder, bool onlyNew)
    {
        foreach (var module in Modules())
        {
            var reports = Path.Combine(module, folder);
            foreach (var file in (Directory.Exists(reports) ? Directory.EnumerateFiles(reports, "*.xml") : []).Take(MostReports))
            {
                if ((!onlyNew || File.GetLastWriteTimeUtc(file) >= StartedAt.UtcDateTime - Coarse) && Read(file) is { } text)
                {
                    yield return (module, text);
                }
            }
        }
    }

    /// <summary>The text of a file where it ran.</summary>
    public string? Source(string name) => Read(Path.Combine(Cwd, name));

    private IEnumerable<string> Modules()
    {
        var open = new Queue<string>([Cwd]);
        for (var count = 0; count < MostFolders && open.TryDequeue(out var folder); count++)
        {
            yield return folder;
            foreach (var inner in FoldersIn(folder))
            {
                open.Enqueue(inner);
            }
        }
    }

    private static IReadOnlyList<string> FoldersIn(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null && !NotLookedInto.Contains(inner.Name)).Select(inner => inner.FullName)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Removed by the build, or not ours to read: no reports of ours are in there.
            return [];
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(RegularFile.Read(path, LargestReport)).TrimStart('\uFEFF');
        }
        catch (IOException)
        {
            // Not written: the framework did not get that far.
            return null;
        }
    }
}

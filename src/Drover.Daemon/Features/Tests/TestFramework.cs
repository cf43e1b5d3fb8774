using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests;

/// <summary>A test framework: where it is used, how it is run so that it leaves a report beside what it prints, and how that is read.</summary>
internal abstract class TestFramework
{
    public abstract string Name { get; }

    /// <summary>What it is found by, for people.</summary>
    public abstract string LooksFor { get; }

    /// <summary>Whether it is used in a folder.</summary>
    public abstract FrameworkUse UseIn(FolderFiles files);

    /// <summary>How it is run.</summary>
    public abstract Result<TestCommand> Command(TestTarget target);

    /// <summary>What came of it; null when there is nothing to read.</summary>
    public abstract TestOutcome? Read(TestEvidence evidence);

    protected Error NoPath(TestTarget target) => TestErrors.Invalid(
        "path", $"path: {Name} cannot be narrowed to {(target.IsFolder ? "the folder" : "the file")} \"{target.Path}\"; use filter.");
}

/// <summary>How sure it is that a framework is used.</summary>
internal enum FrameworkUse
{
    No,

    /// <summary>There are tests that it would run.</summary>
    Possible,

    /// <summary>The project sets it up.</summary>
    Configured,

    /// <summary>It is what the project itself runs as its tests.</summary>
    Named,
}

/// <summary>Which tests.</summary>
/// <param name="Files">The folder they are run in.</param>
/// <param name="Path">A file or folder below it, relative; null for all.</param>
/// <param name="IsFolder">Whether <paramref name="Path"/> is a folder.</param>
/// <param name="Filter">A part of their names, in the framework's language; null for all.</param>
internal sealed record TestTarget(FolderFiles Files, string? Path, bool IsFolder, string? Filter);

/// <summary>How a framework is run.</summary>
/// <param name="Shown">As a person would type it.</param>
/// <param name="Line">As it is run: with a report, in the folder that <see cref="TestReports.Variable"/> names.</param>
internal sealed record TestCommand(string Shown, string Line)
{
    /// <summary>Words joined by blanks; those that are null or empty are left out.</summary>
    public static string Join(params ReadOnlySpan<string?> words)
    {
        var line = new List<string>(words.Length);
        foreach (var word in words)
        {
            if (!string.IsNullOrEmpty(word))
            {
                line.Add(word);
            }
        }

        return string.Join(' ', line);
    }
}

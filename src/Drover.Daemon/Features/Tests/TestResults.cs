using System.Text;
using System.Text.RegularExpressions;
using Drover.Contracts.Tests;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Tests;

/// <summary>The result of an ended test run, out of its report or what it printed.</summary>
internal static class TestResults
{
    private const int MostFailures = 200;
    private const int MostLines = 500_000;

    public static TestResultFrame Of(TestRun run, KnownJob job, Action<string> tellUnreadable)
    {
        var outcome = Read(run, job, tellUnreadable);
        var read = outcome ?? new TestOutcome();
        return new TestResultFrame
        {
            Framework = run.Framework,
            Command = run.Command,
            Cwd = job.Plan.RelativeCwd,
            Passed = read.Passed,
            Failed = read.Failed,
            Skipped = read.Skipped,
            Errors = read.Errors,
            Total = read.Passed + read.Failed + read.Skipped + read.Errors,
            DurationMs = JobViews.DurationMs(job) ?? 0,
            Failures = [.. read.Failures.Take(MostFailures).Select(failure => failure with { File = SourcePaths.InWorkspace(failure.File, job.Plan.Cwd, job.Plan.Workspace) })],
            Parsed = outcome is not null,
        };
    }

    private static TestOutcome? Read(TestRun run, KnownJob job, Action<string> tellUnreadable)
    {
        try
        {
            var evidence = new TestEvidence(run.Folder, job.Plan.Cwd, job.Told.StartedAt ?? job.CreatedAt, new Lazy<IReadOnlyList<string>>(() => Lines(job)));
            return TestPlanner.Frameworks.FirstOrDefault(framework => framework.Name == run.Framework)?.Read(evidence);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or RegexMatchTimeoutException or ObjectDisposedException)
        {
            tellUnreadable(failure.Message);
            return null;
        }
    }

    private static List<string> Lines(KnownJob job)
    {
        var query = new LogQuery { Limit = MostLines, Streams = LogStreams.Stdout | LogStreams.Stderr };
        return [.. new LogReader(job.Log).ReadLast(query).SelectMany(batch => batch.Lines).Select(line => TestOutcome.Plain(Encoding.UTF8.GetString(line.Bytes.Span).TrimEnd('\r')))];
    }
}

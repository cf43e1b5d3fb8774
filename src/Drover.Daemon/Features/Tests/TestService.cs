using System.Collections.Concurrent;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Tests;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Workspaces;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tests;

/// <summary>Runs tests as jobs, and tells what came of them.</summary>
internal sealed partial class TestService(TestReports reports, JobService jobs, ILogger<TestService> logger)
{
    private readonly Lazy<ConcurrentDictionary<string, TestRun>> _runs =
        new(() => new ConcurrentDictionary<string, TestRun>(reports.Load().Select(run => KeyValuePair.Create(run.JobId, run)), StringComparer.Ordinal));

    private readonly ConcurrentDictionary<string, Lazy<Task<TestResultFrame>>> _results = new(StringComparer.Ordinal);

    /// <summary>Starts the tests of a folder.</summary>
    public async Task<Result<KnownJob>> StartAsync(TestRequest request, WorkspaceFolder cwd)
    {
        var planned = TestPlanner.Plan(request, cwd);
        if (planned.Error is { } wrong)
        {
            return wrong;
        }

        var plan = planned.Value;
        var spec = JobRules.Check(new JobRequest { Cmd = plan.Command.Line, Timeout = request.Timeout, Env = request.Env, BaseEnv = request.BaseEnv }, plan.Folder);
        if (spec.Error is { } refused)
        {
            return refused;
        }

        Sweep();
        string folder;
        try
        {
            folder = reports.NewFolder();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.StorageUnavailable, $"There is no place for the report: {failure.Message}");
        }

        var env = new Dictionary<string, string>(spec.Value.Env, StringComparer.Ordinal) { [TestReports.Variable] = folder };
        var started = await jobs.StartAsync(spec.Value with { Env = env, IsRecent = false });
        if (started.Error is not null)
        {
            TestReports.Remove(folder);
            return started;
        }

        Remember(new TestRun { JobId = started.Value.Name, Framework = plan.Framework.Name, Command = plan.Command.Shown, Folder = folder });
        _ = ReadAtItsEndAsync(started.Value);
        return started;
    }

    /// <summary>What came of an ended job; null when it ran no tests.</summary>
    public async ValueTask<TestResultFrame?> ResultOfAsync(KnownJob job) => !_runs.Value.TryGetValue(job.Name, out var run)
        ? null
        : await _results.GetOrAdd(job.Name, _ => new Lazy<Task<TestResultFrame>>(() => Task.Run(() => TestReports.Result(run) ?? Read(run, job)))).Value;

    /// <summary>The run of a job; null when it ran no tests.</summary>
    public TestRun? RunOf(KnownJob job) => _runs.Value.GetValueOrDefault(job.Name);

    private void Remember(TestRun run)
    {
        _runs.Value[run.JobId] = run;
        try
        {
            TestReports.Save(run);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotKept(run.JobId, failure.Message);
        }
    }

    // Also when nobody follows it: the reports in the project are those of the last run.
    private async Task ReadAtItsEndAsync(KnownJob job)
    {
        await job.WaitForEndAsync(CancellationToken.None);
        await ResultOfAsync(job);
    }

    private TestResultFrame Read(TestRun run, KnownJob job)
    {
        var result = TestResults.Of(run, job, failure => NotRead(job.Name, failure));
        try
        {
            TestReports.Save(run, result);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotKept(job.Name, failure.Message);
        }

        return result;
    }

    // Reports are kept as long as their jobs.
    private void Sweep()
    {
        var kept = jobs.All.Select(job => job.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (job, run) in _runs.Value)
        {
            if (!kept.Contains(job) && _runs.Value.TryRemove(job, out _))
            {
                _results.TryRemove(job, out _);
                TestReports.Remove(run.Folder);
            }
        }
    }

    [LoggerMessage(2501, LogLevel.Warning, "The result of the tests of {Job} is not kept: {Reason}")]
    private partial void NotKept(string job, string reason);

    [LoggerMessage(2502, LogLevel.Warning, "The report of the tests of {Job} cannot be read: {Reason}")]
    private partial void NotRead(string job, string reason);
}

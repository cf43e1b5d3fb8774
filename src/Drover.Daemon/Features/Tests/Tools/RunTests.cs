using System.Text.Json.Serialization;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Tests;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Jobs.Tools;
using Drover.Daemon.Logs.Brief;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Tools;

/// <summary><c>run_tests</c>: numbers and failures; the log only where they say nothing.</summary>
internal sealed class RunTests(WorkspaceService workspaces, TestService tests, TimeProvider time) : McpTool<TestArguments, TestAnswer>(
    JobToolSchemas.Of(
        "run_tests",
        ToolEffect.Changes,
        "Run the tests of a folder with its framework, found by its files, and get counts and failures with file and line. Prefer it to run_command for tests.",
        """
        "framework":{"enum":["vitest","jest","mocha","node","pytest","cargo","go","dotnet","rspec","phpunit","maven","gradle"]},"path":{"type":"string","description":"file or folder"},"filter":{"type":"string","description":"part of test names"},"working_directory":{"type":"string","description":"absolute"},"timeout":{"type":"number","description":"seconds, default and most 300"},"wait_ms":{"type":"integer","description":"answer then, ended or not; default 45000"}
        """,
        """
        "job_id":{"type":"string"},"state":{"type":"string"},"exit_code":{"type":"integer"},"reason":{"type":"string"},"duration_ms":{"type":"integer"},"framework":{"type":"string"},"command":{"type":"string"},"passed":{"type":"integer"},"failed":{"type":"integer"},"skipped":{"type":"integer"},"errors":{"type":"integer"},"failures":{"type":"array","items":{"type":"object"}},"omitted":{"type":"integer"},"output":{"type":"string"},"next":{"type":"string"}
        """),
    TestToolJson.Default.TestArguments,
    TestToolJson.Default.TestAnswer)
{
    private const int MostFailures = 20;
    private const int MessageBytes = 600;
    private const int LastLines = 20;

    protected override async ValueTask<Result<TestAnswer>> RunAsync(TestArguments input, ToolCall call, CancellationToken ends)
    {
        var folder = PatientJob.Check(input.WaitMs) is { } tooLong ? tooLong : AgentFolder.Of(workspaces, input.WorkingDirectory ?? call.Caller.Folder);
        var started = folder.Error is { } wrong
            ? wrong
            : await tests.StartAsync(new TestRequest { Framework = input.Framework, Path = input.Path, Filter = input.Filter, Timeout = input.Timeout }, folder.Value);
        if (started.Error is { } refused)
        {
            return refused;
        }

        var job = started.Value;
        await PatientJob.WaitAsync(job, input.WaitMs, time, ends);
        return job.HasEnded && await tests.ResultOfAsync(job) is { } result ? Ended(job, result) : Running(job);
    }

    private TestAnswer Running(KnownJob job) => new()
    {
        JobId = job.Name,
        State = job.State,
        Framework = tests.RunOf(job)?.Framework,
        Command = tests.RunOf(job)?.Command,
        Output = OutputReader.LastOfRun(job, 1, LastLines, TextBudget.Default).Text,
        Next = "It runs on: get_job_output with its job_id, or cancel_job.",
    };

    private static TestAnswer Ended(KnownJob job, TestResultFrame result)
    {
        var end = job.End!;

        // Where nothing failed by name although something went wrong, the last lines say what.
        var saysNothing = result.Failures.Count == 0 && end.Code != 0;
        return new TestAnswer
        {
            JobId = job.Name,
            State = job.State,
            ExitCode = end.Code,
            Reason = end.Reason,
            DurationMs = result.DurationMs,
            Framework = result.Framework,
            Command = result.Command,
            Passed = result.Parsed ? result.Passed : null,
            Failed = result.Parsed ? result.Failed : null,
            Skipped = result.Parsed ? result.Skipped : null,
            Errors = result.Parsed ? result.Errors : null,
            Failures = result.Failures.Count == 0 ? null : [.. result.Failures.Take(MostFailures).Select(failure => failure with { Message = failure.Message is { } text ? BriefText.Short(text, MessageBytes) : null })],
            Omitted = result.Failures.Count > MostFailures ? result.Failures.Count - MostFailures : null,
            Output = saysNothing ? OutputReader.LastOfRun(job, 1, LastLines, TextBudget.Default).Text : null,
            Next = end.Code != 0 ? "All it printed: get_job_output." : null,
        };
    }
}

internal sealed record TestArguments(string? Framework, string? Path, string? Filter, string? WorkingDirectory, double? Timeout, int? WaitMs);

/// <summary>Tests as agents are told of them.</summary>
internal sealed record TestAnswer
{
    public required string JobId { get; init; }

    public required JobState State { get; init; }

    public int? ExitCode { get; init; }

    public JobReason? Reason { get; init; }

    public long? DurationMs { get; init; }

    public string? Framework { get; init; }

    public string? Command { get; init; }

    public int? Passed { get; init; }

    public int? Failed { get; init; }

    public int? Skipped { get; init; }

    public int? Errors { get; init; }

    public IReadOnlyList<TestFailure>? Failures { get; init; }

    public int? Omitted { get; init; }

    public string? Output { get; init; }

    public string? Next { get; init; }
}

/// <summary>Arguments and answer. Numbers may come as text: models write them so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TestArguments))]
[JsonSerializable(typeof(TestAnswer))]
internal sealed partial class TestToolJson : JsonSerializerContext;

using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary><c>get_job_output</c>.</summary>
internal sealed class GetJobOutput(JobService jobs) : McpTool<JobOutputArguments, JobAnswer>(
    JobToolSchemas.Of(
        "get_job_output",
        ToolEffect.Reads,
        "State and output of a command of run_command, newest last. Read on with since_seq = next_seq. grep before you raise lines.",
        JobToolSchemas.Job + ",\"stream\":{\"enum\":[\"stdout\",\"stderr\",\"combined\"]},\"lines\":{\"type\":\"integer\",\"description\":\"default 50\"},\"since_seq\":{\"type\":\"integer\"},\"grep\":{\"type\":\"string\",\"description\":\"regex\"},\"max_bytes\":{\"type\":\"integer\",\"description\":\"default 7168\"}",
        JobToolSchemas.Answer,
        "job_id"),
    JobToolJson.Default.JobOutputArguments,
    JobToolJson.Default.JobAnswer)
{
    public const int MostLines = 10_000;
    private const int DefaultLines = 50;

    protected override ValueTask<Result<JobAnswer>> RunAsync(JobOutputArguments input, ToolCall call, CancellationToken ends)
    {
        var found = jobs.Find(input.JobId ?? "");
        var query = found.Error is { } unknown ? unknown : Query(input);
        var page = query.Error is { } wrong ? wrong : OutputReader.Read(found.Value, query.Value, input.MaxBytes ?? TextBudget.Default);
        return ValueTask.FromResult<Result<JobAnswer>>(page.Error is { } error ? error : JobAnswer.Of(found.Value) with
        {
            Output = page.Value.Text,
            Rest = page.Value.Rest,
            NextSeq = page.Value.NextSeq,
        });
    }

    private static Result<LogQuery> Query(JobOutputArguments input)
    {
        LogStreams? streams = input.Stream switch
        {
            null or "combined" => LogStreams.Blended,
            "stdout" => LogStreams.Stdout,
            "stderr" => LogStreams.Stderr,
            _ => null,
        };
        LinePredicate? grep = null;
        var wrong =
            streams is null ? JobErrors.Invalid("stream", $"stream is stdout, stderr or combined, not \"{input.Stream}\".")
            : input.Lines is < 1 or > MostLines ? JobErrors.Invalid("lines", $"lines is 1 to {MostLines}.")
            : input.SinceSeq is < 0 ? JobErrors.Invalid("since_seq", "since_seq is 0 or more.")
            : input.MaxBytes is < TextBudget.Least or > TextBudget.Most ? JobErrors.Invalid("max_bytes", $"max_bytes is {TextBudget.Least} to {TextBudget.Most}.")
            : input.Grep is { } pattern && !LinePredicate.TryCreate(pattern, out grep, out var why) ? new Error(ErrorCodes.RequestInvalidPattern, $"grep is not a regular expression: {why}")
            : null;
        return wrong is not null ? wrong : new LogQuery { Limit = input.Lines ?? DefaultLines, SinceSequence = input.SinceSeq, Streams = streams!.Value, Grep = grep };
    }
}

using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Logs.Brief;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary><c>run_command</c>: answers when the command has ended, or as long as a client waits for an answer.</summary>
internal sealed class RunCommand(WorkspaceService workspaces, JobService jobs, TimeProvider time) : McpTool<RunArguments, JobAnswer>(
    JobToolSchemas.Of(
        "run_command",
        ToolEffect.Changes,
        "Run a shell command to its end (tests, builds, scripts; servers belong in start_process) and get its exit code and last lines. It is cancelled after timeout seconds. $FREE_PORT in it is a free port.",
        """
        "command":{"type":"string"},"working_directory":{"type":"string","description":"absolute"},"environment":{"type":"object","additionalProperties":{"type":"string"}},"stdin":{"type":"string"},"timeout":{"type":"number","description":"seconds, default and most 300"},"wait_ms":{"type":"integer","description":"answer then, ended or not; default 45000"},"lines":{"type":"integer","description":"default 50"}
        """,
        JobToolSchemas.Answer,
        "command"),
    JobToolJson.Default.RunArguments,
    JobToolJson.Default.JobAnswer)
{
    private const int DefaultLines = 50;

    protected override async ValueTask<Result<JobAnswer>> RunAsync(RunArguments input, ToolCall call, CancellationToken ends)
    {
        var spec = Spec(input, input.WorkingDirectory ?? call.Caller.Folder);
        if (spec.Error is { } wrong)
        {
            return wrong;
        }

        var started = await jobs.StartAsync(spec.Value);
        if (started.Error is { } refused)
        {
            return refused;
        }

        var job = started.Value;
        await PatientJob.WaitAsync(job, input.WaitMs, time, ends);
        var page = OutputReader.LastOfRun(job, 1, input.Lines ?? DefaultLines, TextBudget.Default);
        return JobAnswer.Of(job) with
        {
            Output = page.Text,
            Rest = page.Rest,
            NextSeq = page.NextSeq,
            Next = job.HasEnded ? null : "It runs on: get_job_output with since_seq = next_seq, or cancel_job.",
        };
    }

    private Result<JobSpec> Spec(RunArguments input, string? directory)
    {
        if (PatientJob.Check(input.WaitMs) is { } tooLong)
        {
            return tooLong;
        }

        if (input.Lines is < 1 or > GetJobOutput.MostLines)
        {
            return JobErrors.Invalid("lines", $"lines is 1 to {GetJobOutput.MostLines}.");
        }

        var folder = AgentFolder.Of(workspaces, directory);
        return folder.Error is { } outside
            ? outside
            : JobRules.Check(new JobRequest { Cmd = input.Command, Timeout = input.Timeout, Env = input.Environment, Stdin = input.Stdin }, folder.Value);
    }
}

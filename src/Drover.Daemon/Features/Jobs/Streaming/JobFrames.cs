using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>What following a job brings, as server-sent events. The number of a frame is its line's; the start's is 0, the exit's the one behind the last line.</summary>
internal static class JobFrames
{
    public static void Write(SseWriter writer, KnownJob job, JobBatch batch)
    {
        switch (batch)
        {
            case JobBatch.Start:
                writer.Write(0, Start(job), DroverJson.Default.JobStartFrame);
                break;
            case JobBatch.Lines { Batch: var read }:
                if (read.Dropped > 0)
                {
                    var next = read.Lines.Count > 0 ? read.Lines[0].Sequence : read.NextSequence;
                    writer.Write(Math.Max(0, next - 1), new JobFrame { Type = "gap", Dropped = read.Dropped }, DroverJson.Default.JobFrame);
                }

                WriteLines(writer, read.Lines);
                break;
            case JobBatch.Finding finding:
                // It has no line: whoever goes on behind the last line gets it again, and the exit.
                finding.Write(writer, Math.Max(0, (job.EndSequence ?? 1) - 1));
                break;
            case JobBatch.End end:
                writer.Write(job.EndSequence ?? 0, Exit(job, end.Truncated), DroverJson.Default.JobExitFrame);
                break;
        }
    }

    private static void WriteLines(SseWriter writer, IReadOnlyList<LogLine> lines)
    {
        var output = new FrameBuffer(writer.Buffer);
        foreach (var line in lines)
        {
            LineFrame.Write(ref output, line);
        }

        output.Complete();
    }

    public static JobStartFrame Start(KnownJob job) => new() { JobId = job.Name, Pid = job.Told.Pid, Cmd = job.Plan.Cmd, Ports = job.Plan.Ports };

    public static JobExitFrame Exit(KnownJob job, bool truncated)
    {
        var end = job.End!;
        return new JobExitFrame
        {
            Code = end.Code,
            Signal = end.Signal,
            Reason = end.Reason,
            Message = end.Message,
            DurationMs = JobViews.DurationMs(job) ?? 0,
            Truncated = truncated,
        };
    }
}

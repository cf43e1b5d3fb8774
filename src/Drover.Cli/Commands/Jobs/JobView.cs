using System.Runtime.InteropServices;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;

namespace Drover.Cli.Commands.Jobs;

/// <summary>
/// A job seen as if it ran in this terminal: its stdout to stdout, its stderr to stderr, its exit code passed through; over a restart of the daemon
/// too. Ctrl-C and TERM cancel it; a hang-up ends only this view.
/// </summary>
internal sealed class JobView(Invocation call, DroverClient client)
{
    private const int ExitTerminated = 128 + 15;

    private readonly JobFrameReader _frames = new();
    private string? _job;
    private JobFrame? _exit;
    private volatile int _given;
    private int _interrupts;

    /// <summary>What came of its tests; null when it ran none, or did not get that far.</summary>
    internal JobFrame? Result { get; private set; }

    internal Task<int> RunAsync(string workspace, JobRequest request) => RunAsync(ends => client.RunJobAsync(workspace, request, ends));

    /// <param name="start">Starts the job and opens its stream.</param>
    internal async Task<int> RunAsync(Func<CancellationToken, Task<Result<LineStream>>> start)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, ExitCodes.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, ExitTerminated));
        var started = false;
        var failure = await FollowedStream.RunAsync(
            async ends =>
            {
                _frames.StartOver();
                if (started && _job is null)
                {
                    return new Error(ErrorCodes.DaemonAnswerUnknown, "The daemon went away before it told whether the command was started: drover jobs --all shows whether it was.");
                }

                var opened = _job is null ? await start(ends) : await client.FollowJobAsync(_job, _frames.LastId, ends);
                started |= opened.IsSuccess;
                return opened;
            },
            line =>
            {
                var frame = _frames.Take(line);
                if (frame is { IsSuccess: true, Value: { } came })
                {
                    Show(came);
                }

                return frame.Error;
            },
            call.Out.Flush,
            CancellationToken.None);
        await call.Out.FlushAsync();
        return failure is not null ? call.Fail(failure) : _given != 0 ? _given : _exit?.Code ?? ExitCodes.Failure;
    }

    private void Show(JobFrame frame)
    {
        if (frame.Type == "start")
        {
            _job = frame.JobId;
            if (_given != 0)
            {
                _ = client.CancelJobAsync(_job!);
            }
        }

        if (call.Json)
        {
            call.Out.Write(Encoding.UTF8.GetString(_frames.Json.Span));
            call.Out.Write('\n');
        }

        switch (frame.Type)
        {
            case "result":
                Result = frame;
                break;
            case "exit":
                _exit = frame;
                Tell(frame);
                break;
            case "stdout" when !call.Json:
                Write(call.Out, call.Terminal.OutputIsTerminal ? null : () => call.Terminal.Bytes, frame);
                break;
            case "stderr" when !call.Json:
                call.Out.Flush();
                Write(call.Terminal.Error, call.Terminal.ErrorIsTerminal ? null : () => call.Terminal.ErrorBytes, frame);
                break;
            case "gap":
                Note($"{frame.Dropped} lines no longer kept");
                break;
            case "start":
                foreach (var (name, port) in frame.Ports ?? new Dictionary<string, int>(StringComparer.Ordinal))
                {
                    Note($"http://localhost:{port} (${name})");
                }

                break;
        }
    }

    private void Tell(JobFrame exit)
    {
        switch (exit.Reason)
        {
            case JobReason.Timeout:
                Note($"its time was over after {exit.DurationMs} ms");
                break;
            case JobReason.FailedToStart or JobReason.Lost:
                Note(exit.Message ?? "nobody knows how it ended");
                break;
        }
    }

    // On a terminal a line that has no end gets one, and what is no text is shown as that; elsewhere the bytes go through as they were written.
    private static void Write(TextWriter writer, Func<Stream>? bytes, JobFrame frame)
    {
        if (bytes is not null && frame.Raw is { } raw)
        {
            bytes().Write(raw);
            return;
        }

        writer.Write(frame.Line);
        if (frame.Continued is not true)
        {
            writer.Write('\n');
        }
    }

    private void Note(string text) => call.Say(call.Terminal.ErrorInk.Dim($"drover: {text}"));

    // The second one kills; the third ends this program at once, as if nobody had taken it over.
    private void Cancel(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = Interlocked.Increment(ref _interrupts) <= 2;
        _given = exitCode;
        if (_job is { } job)
        {
            _ = client.CancelJobAsync(job);
        }
    }
}

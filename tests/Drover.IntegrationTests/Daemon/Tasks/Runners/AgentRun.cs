using System.Diagnostics;
using System.Text;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Drover.TestKit;

namespace Drover.IntegrationTests.Daemon.Tasks.Runners;

/// <summary>A real agent and its dialogue: what it prints goes to the dialogue, what that says goes to the agent.</summary>
internal sealed class AgentRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Func<RunnerEvent, (ApprovalDecision Decision, string? Message)> _decide;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _output;
    private readonly Task _errors;
    private bool _interrupted;

    private AgentRun(ITaskRunner runner, RunnerStart start, RunnerLaunch launch, IReadOnlyDictionary<string, string> environment, Func<RunnerEvent, (ApprovalDecision, string?)>? decide)
    {
        Dialogue = runner.Begin(start);
        _decide = decide ?? (_ => (ApprovalDecision.Allow, null));
        var info = new ProcessStartInfo(launch.Program, launch.Arguments) { WorkingDirectory = start.Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment.Clear();
        foreach (var (name, value) in environment.Concat(launch.Environment))
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info)!;
        var first = SayAsync(new DialogueStep([], launch.Input is { } input ? [input] : [], launch.ClosesInput));
        _output = ReadAsync(_process.StandardOutput.BaseStream, LogStream.Stdout, first);
        _errors = ReadAsync(_process.StandardError.BaseStream, LogStream.Stderr, Task.CompletedTask);
    }

    public IRunnerDialogue Dialogue { get; }

    public List<RunnerEvent> Events { get; } = [];

    /// <summary>Every line as it was printed.</summary>
    public List<(LogStream Stream, byte[] Line)> Printed { get; } = [];

    /// <summary>Said to the agent while its first request for an approval waits.</summary>
    public string? Interruption { get; set; }

    public static AgentRun Start(ITaskRunner runner, RunnerStart start, IReadOnlyDictionary<string, string> environment, Func<RunnerEvent, (ApprovalDecision, string?)>? decide = null) =>
        new(runner, start, runner.Launch(start).Value, environment, decide);

    public IEnumerable<RunnerEvent> Of(RunnerEventCategory category) => Events.Where(happened => happened.Category == category);

    public async Task<RunnerOutcome> EndAsync()
    {
        await Task.WhenAll(_output, _errors).Patiently($"the agent's end; it printed {Shown}");
        await _process.WaitForExitAsync(Patience.Token);
        return Dialogue.End(_process.ExitCode > 128 ? new ProcessExit.Signaled(_process.ExitCode - 128) : new ProcessExit.Exited(_process.ExitCode));
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Task.WhenAll(_output, _errors).Patiently();
        _process.Dispose();
        _turn.Dispose();
    }

    private string Shown => string.Join('\n', Printed.Select(line => Encoding.UTF8.GetString(line.Line)));

    private async Task ReadAsync(Stream stream, LogStream kind, Task first)
    {
        await first;
        var unread = new List<byte>();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            foreach (var letter in buffer.AsMemory(0, count).ToArray())
            {
                if (letter != (byte)'\n')
                {
                    unread.Add(letter);
                    continue;
                }

                await HearAsync(kind, [.. unread]);
                unread.Clear();
            }
        }
    }

    private async Task HearAsync(LogStream kind, byte[] line)
    {
        await _turn.WaitAsync();
        try
        {
            Printed.Add((kind, line));
            var step = Dialogue.Line(kind, line, continued: false);
            await SayAsync(step);
            foreach (var asked in step.Events.Where(happened => happened.Category == RunnerEventCategory.ApprovalRequest))
            {
                if (Interruption is not null && !_interrupted)
                {
                    _interrupted = true;
                    await SayAsync(Dialogue.Reply(Interruption)!);
                }

                var (decision, message) = _decide(asked);
                await SayAsync(Dialogue.Answer(asked.Id!, decision, message));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SayAsync(DialogueStep step)
    {
        Events.AddRange(step.Events);
        var input = _process.StandardInput.BaseStream;
        foreach (var bytes in step.Writes)
        {
            await input.WriteAsync(bytes);
            await input.FlushAsync();
        }

        if (step.ClosesInput)
        {
            input.Close();
        }
    }
}

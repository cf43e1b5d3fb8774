using System.Text;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners.Shell;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>A program that prints text for people. All it tells is whether it seems to wait for one.</summary>
/// <param name="listens">Whether its stdin is open.</param>
internal sealed class PlainDialogue(bool listens) : IRunnerDialogue
{
    private string? _asked;

    public string? SessionId => null;

    public CostLedger Cost { get; } = new();

    public DialogueStep Line(LogStream stream, ReadOnlySpan<byte> line, bool continued)
    {
        if (stream == LogStream.System)
        {
            return DialogueStep.Nothing;
        }

        var text = Encoding.UTF8.GetString(line);
        if (text == _asked)
        {
            // It was told when it stood there without its end.
            _asked = null;
            return DialogueStep.Nothing;
        }

        _asked = null;
        return PromptSigns.AreIn(text) ? Waits(text) : DialogueStep.Nothing;
    }

    public DialogueStep Unfinished(LogStream stream, ReadOnlySpan<byte> text)
    {
        var read = Encoding.UTF8.GetString(text);
        if (stream == LogStream.System || read == _asked || !(PromptSigns.AreIn(read) || PromptSigns.LooksLikePrompt(read)))
        {
            return DialogueStep.Nothing;
        }

        _asked = read;
        return Waits(read);
    }

    public DialogueStep Answer(string requestId, ApprovalDecision decision, string? message) => DialogueStep.Nothing;

    public bool Listens => listens;

    public DialogueStep? Reply(string message)
    {
        _asked = null;
        return listens ? DialogueStep.Write(Encoding.UTF8.GetBytes(message + "\n")) : null;
    }

    public RunnerOutcome End(ProcessExit exit) => exit.IsSuccess ? RunnerOutcome.Good(null) : RunnerOutcome.Bad($"The command {Endings.Of(exit)}.", null);

    private static DialogueStep Waits(string text) => DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.NeedsInput, Text = EventText.Bounded(text.Trim()) });
}

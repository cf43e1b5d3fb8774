namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What follows from a line, an answer or a reply.</summary>
/// <param name="Events">What happened, in order.</param>
/// <param name="Writes">What is to be written to the process, in order.</param>
/// <param name="ClosesInput">Whether its stdin is to be closed afterwards.</param>
internal sealed record DialogueStep(IReadOnlyList<RunnerEvent> Events, IReadOnlyList<byte[]> Writes, bool ClosesInput = false)
{
    public static readonly DialogueStep Nothing = new([], []);

    public static DialogueStep Of(params IReadOnlyList<RunnerEvent> events) => events.Count == 0 ? Nothing : new DialogueStep(events, []);

    public static DialogueStep Write(byte[] bytes) => new([], [bytes]);
}

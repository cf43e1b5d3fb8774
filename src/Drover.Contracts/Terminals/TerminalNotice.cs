namespace Drover.Contracts.Terminals;

/// <summary>A text frame that a viewer is sent: it was so slow that what it had not read yet is not kept any more.</summary>
/// <param name="Skipped">Bytes it has missed, right here.</param>
public sealed record TerminalNotice(long Skipped);

namespace Drover.Contracts.Terminals;

/// <summary>A text frame that a viewer sends: one of the two.</summary>
public sealed record TerminalControl
{
    /// <summary>Columns and rows of the viewer, each 1 to 65,535.</summary>
    public IReadOnlyList<int>? Resize { get; init; }

    /// <summary>A signal by name or number: INT, QUIT and TSTP go to what is in front, as their keys do, others to the command.</summary>
    public string? Signal { get; init; }
}

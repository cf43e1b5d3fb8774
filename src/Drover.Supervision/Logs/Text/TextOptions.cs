namespace Drover.Supervision.Logs.Text;

/// <summary>How the bytes of a line become text.</summary>
[Flags]
public enum TextOptions
{
    /// <summary>Only repair UTF-8.</summary>
    None = 0,

    /// <summary>Take terminal control sequences out.</summary>
    StripAnsi = 1,

    /// <summary>Show what the last carriage return left, and no carriage return at the end.</summary>
    FoldCarriageReturns = 2,

    /// <summary>What people and patterns see unless asked otherwise.</summary>
    Plain = StripAnsi | FoldCarriageReturns,
}

namespace Drover.Supervision.Logs;

/// <summary>Where a line came from.</summary>
public enum LogStream : byte
{
    /// <summary>The child's standard output; of a terminal run, everything it printed.</summary>
    Stdout = 0,

    /// <summary>The child's standard error.</summary>
    Stderr = 1,

    /// <summary>Lines the daemon writes itself: starts, exits and their reasons.</summary>
    System = 2,
}

/// <summary>A choice of streams.</summary>
[Flags]
public enum LogStreams
{
    /// <summary>No stream.</summary>
    None = 0,

    /// <summary><see cref="LogStream.Stdout"/>.</summary>
    Stdout = 1,

    /// <summary><see cref="LogStream.Stderr"/>.</summary>
    Stderr = 2,

    /// <summary><see cref="LogStream.System"/>.</summary>
    System = 4,

    /// <summary>All three in the order of their sequence numbers.</summary>
    Blended = Stdout | Stderr | System,
}

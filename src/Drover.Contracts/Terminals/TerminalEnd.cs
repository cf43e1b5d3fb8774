using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Terminals;

/// <summary>Why the command of a terminal ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerminalReason>))]
public enum TerminalReason
{
    /// <summary>By itself, or by somebody's signal.</summary>
    Exited,

    /// <summary>Somebody deleted the terminal.</summary>
    Deleted,

    /// <summary>Nobody looked at it and it printed nothing for too long.</summary>
    Idle,

    /// <summary>The daemon was stopped with everything it ran.</summary>
    DaemonStopped,

    /// <summary>It could not be started.</summary>
    FailedToStart,

    /// <summary>Nobody saw how it ended.</summary>
    Lost,
}

/// <summary>How the command of a terminal ended; also, as JSON, the reason of the web socket's close frame.</summary>
/// <param name="Code">Exit code; 128 + the signal when one ended it, 127 when it could not be started, 255 when nobody knows.</param>
/// <param name="Signal">Name of the signal that ended it.</param>
/// <param name="Reason">Why.</param>
public sealed record TerminalEnd(int Code, string? Signal, TerminalReason Reason);

using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Terminals;

/// <summary>Answer of <c>POST /api/shell/terminal</c>.</summary>
/// <param name="TerminalId">Id of the new terminal.</param>
public sealed record TerminalCreated(string TerminalId);

/// <summary>Where a terminal is in its life.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerminalState>))]
public enum TerminalState
{
    /// <summary>Its command is about to run.</summary>
    Starting,

    /// <summary>Its command runs.</summary>
    Running,

    /// <summary>It is being ended.</summary>
    Stopping,

    /// <summary>Its command has ended; what it printed can be read until it is removed.</summary>
    Exited,
}

/// <summary>A command on a terminal of its own.</summary>
public sealed record Terminal
{
    /// <summary>Its id, <c>t_</c> and twelve characters.</summary>
    public required string TerminalId { get; init; }

    /// <summary>The line it was started with, or the path of the shell.</summary>
    public required string Cmd { get; init; }

    /// <summary>Where it was started, relative to the workspace.</summary>
    public required string Cwd { get; init; }

    /// <summary>Folder of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Process id of the command; null when it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TerminalState State { get; init; }

    /// <summary>How many look at it now.</summary>
    public required int Viewers { get; init; }

    /// <summary>How its command ended; null before.</summary>
    public TerminalEnd? End { get; init; }
}

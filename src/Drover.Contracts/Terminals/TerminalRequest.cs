using Drover.Contracts.Sessions;

namespace Drover.Contracts.Terminals;

/// <summary>Body of <c>POST /api/shell/terminal</c>; everything may be left out.</summary>
public sealed record TerminalRequest
{
    /// <summary>A line for <c>/bin/sh -c</c>; the user's shell, interactive, when left out.</summary>
    public string? Cmd { get; init; }

    /// <summary>Characters in a row, 1 to 65,535; default 80.</summary>
    public int? Cols { get; init; }

    /// <summary>Rows, 1 to 65,535; default 24.</summary>
    public int? Rows { get; init; }

    /// <summary>Working directory, relative to the workspace and inside it; default: the workspace itself.</summary>
    public string? Cwd { get; init; }

    /// <summary>Variables over those of <see cref="BaseEnv"/>.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>What <see cref="Env"/> is laid over: the daemon's environment when left out.</summary>
    public BaseEnvironment? BaseEnv { get; init; }
}

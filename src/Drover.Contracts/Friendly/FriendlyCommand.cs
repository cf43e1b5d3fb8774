using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Friendly;

/// <summary>What a command of a folder is good for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FriendlyKind>))]
public enum FriendlyKind
{
    /// <summary>Runs the tests; its label is <c>Run tests</c>.</summary>
    Test,

    /// <summary>Starts what is worked on and keeps it running; <c>Start dev server</c>.</summary>
    Dev,

    /// <summary>Looks for mistakes without running the program; <c>Lint</c>.</summary>
    Lint,

    /// <summary>Makes what is shipped; <c>Build</c>.</summary>
    Build,

    /// <summary>Rewrites the sources in their style; <c>Format</c>.</summary>
    Format,

    /// <summary>Something else that the project has a name for; that name is its label.</summary>
    Script,
}

/// <summary>A row of <c>GET /api/shell/friendly</c>: a command that somebody who works in the folder probably wants to run.</summary>
public sealed record FriendlyCommand
{
    /// <summary>What to write on a button.</summary>
    public required string Label { get; init; }

    /// <summary>A line for the shell, to be run in the folder.</summary>
    public required string Command { get; init; }

    /// <summary>What it is good for.</summary>
    public required FriendlyKind Kind { get; init; }

    /// <summary>Where it was found: a file, and behind a colon the place in it, e.g. <c>package.json:scripts.dev</c>.</summary>
    public required string Source { get; init; }

    /// <summary>From 0 to 1: 1 is what the project itself names so, 0.5 a convention of its language, less a mere hint.</summary>
    public required double Confidence { get; init; }
}

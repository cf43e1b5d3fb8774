using Drover.Contracts.Sessions;

namespace Drover.Contracts.Jobs;

/// <summary>Body of <c>POST /api/shell/test</c>; all of it may be left out.</summary>
public sealed record TestRequest
{
    /// <summary>Name of the test framework, e.g. <c>pytest</c>; found by the folder's files when left out.</summary>
    public string? Framework { get; init; }

    /// <summary>Only the tests of this file or folder; relative to <see cref="Cwd"/>, inside the workspace.</summary>
    public string? Path { get; init; }

    /// <summary>Only tests with this in their names, in the framework's own language.</summary>
    public string? Filter { get; init; }

    /// <summary>Seconds it may run, more than 0 and at most 300; default 300.</summary>
    public double? Timeout { get; init; }

    /// <summary>Where to look for tests: this folder of the workspace, else the nearest above it; default the workspace itself.</summary>
    public string? Cwd { get; init; }

    /// <summary>Variables over those of <see cref="BaseEnv"/>.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>What <see cref="Env"/> is laid over: the daemon's environment when left out.</summary>
    public BaseEnvironment? BaseEnv { get; init; }

    /// <summary>What a caller that goes away means; <see cref="DisconnectPolicy.Continue"/> when left out.</summary>
    public DisconnectPolicy? OnDisconnect { get; init; }
}

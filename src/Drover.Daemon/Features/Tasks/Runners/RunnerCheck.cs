using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What is run to find out whether a runner can be used.</summary>
internal sealed record RunnerCheck
{
    /// <summary>The program and the arguments that every call of it begins with.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Laid over the daemon's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Arguments by which it tells its version; null when it is not asked, and being there is enough.</summary>
    public IReadOnlyList<string>? Version { get; init; }

    /// <summary>Arguments by which it tells whether it has credentials; null when nobody knows.</summary>
    public IReadOnlyList<string>? Login { get; init; }

    /// <summary>What its answer to that means, from its exit code and what it printed, and what to do about it.</summary>
    public Func<int, string, (RunnerLogin Login, string? Reason)> JudgeLogin { get; init; } = (_, _) => (RunnerLogin.Unknown, null);

    /// <summary>When <see cref="Login"/> is null.</summary>
    public RunnerLogin LoginUnasked { get; init; } = RunnerLogin.Unknown;
}

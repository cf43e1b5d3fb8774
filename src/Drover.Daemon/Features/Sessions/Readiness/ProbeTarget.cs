using Drover.Daemon.Sockets;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>The run that probes look at.</summary>
internal sealed record ProbeTarget
{
    public required int Run { get; init; }

    /// <summary>How old the run is.</summary>
    public required Func<TimeSpan> Age { get; init; }

    /// <summary>When the run began, by the clock that says when processes started.</summary>
    public required Func<TimeSpan> BeganAt { get; init; }

    public required SessionLog Log { get; init; }

    /// <summary>Ports given to the session, by name.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required string Cwd { get; init; }

    /// <summary>The run's environment, for commands that probe.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Looks which sockets the run's process tree listens on.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<ListeningSocket>>> Listening { get; init; }
}

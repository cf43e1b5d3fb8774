using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Sessions;

/// <summary>Where a session is in its life. Health (ready, alive) is told separately, by <see cref="SessionHealth"/>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SessionState>))]
public enum SessionState
{
    /// <summary>Accepted; its process is not there yet.</summary>
    Starting,

    /// <summary>Its process lives.</summary>
    Running,

    /// <summary>Asked to end; something of it is still alive.</summary>
    Stopping,

    /// <summary>Ended, and will be started again when the restart policy's delay is over.</summary>
    Backoff,

    /// <summary>Ended with a known exit code or signal.</summary>
    Exited,

    /// <summary>Could not be started, or gave up after too many restarts. <c>reason</c> says why.</summary>
    Failed,

    /// <summary>Ended, and nobody knows how: its holder was killed or the machine went down.</summary>
    Lost,
}

using Drover.Supervision.Posix;

namespace Drover.Supervision.Identity;

/// <summary>
/// Time since boot with the time the machine was asleep: the clock by which the system tells when a process started, and which nobody can set. The
/// clock that timers go by stands still in sleep; ages that were taken from both cannot be compared.
/// </summary>
public class BootClock
{
    /// <summary>The clock of this machine.</summary>
    public static BootClock System { get; } = new();

    /// <summary>The time since boot.</summary>
    public virtual TimeSpan Now => Clocks.SinceBoot();
}

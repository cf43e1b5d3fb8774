using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>The system's clocks that .NET does not tell.</summary>
/// <remarks>Source: clock_gettime(2).</remarks>
internal static partial class Clocks
{
    private const int BootTime = 7;

    /// <summary>The time since boot, sleep included. Shifted in a time namespace, as the start times in /proc are.</summary>
    public static unsafe TimeSpan SinceBoot()
    {
        // On all 64-bit systems two long: seconds and nanoseconds.
        var time = stackalloc long[2];
        return Errno.Result(ClockGetTimeRaw(BootTime, time)) < 0
            ? throw new PlatformNotSupportedException("There is no clock of the time since boot.")
            : TimeSpan.FromTicks((time[0] * TimeSpan.TicksPerSecond) + (time[1] / TimeSpan.NanosecondsPerTick));
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static unsafe partial int ClockGetTimeRaw(int clock, long* time);
}

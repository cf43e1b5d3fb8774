namespace Drover.Supervision.Capture;

/// <summary>
/// Bounds what many small writes cost. Each small drain takes a token from one bucket for all runs; when it is empty the loop sleeps
/// once per round, and what comes meanwhile is drained together. Leaving single pipes alone instead would make level-triggered
/// epoll spin. Large drains are free: a flood must never wait.
/// </summary>
internal sealed class DrainBudget(TimeProvider time)
{
    /// <summary>A drain of so many bytes or more is no small one.</summary>
    public const int SmallBytes = 4096;

    private const double PerSecond = 2000;
    private const double Burst = 256;
    private const int BusyPerSecond = 15_000;
    private const int CalmPauseMilliseconds = 1;
    private const int BusyPauseMilliseconds = 4;
    private static readonly TimeSpan RateWindow = TimeSpan.FromMilliseconds(100);

    private double _tokens = Burst;
    private long _refilled = time.GetTimestamp();
    private long _windowStart = time.GetTimestamp();
    private int _windowDrains;
    private bool _isBusy;

    /// <summary>Counts a drain.</summary>
    public void Take(int bytes)
    {
        _windowDrains++;
        if (bytes < SmallBytes)
        {
            _tokens--;
        }
    }

    /// <summary>How long to sleep before the next round, in milliseconds; mostly 0.</summary>
    public int PauseMilliseconds()
    {
        if (_tokens > 0)
        {
            // The clock is only asked when the bucket is empty.
            return 0;
        }

        Refill();
        return _tokens > 0 ? 0 : _isBusy ? BusyPauseMilliseconds : CalmPauseMilliseconds;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, Math.Max(_tokens, -Burst) + (time.GetElapsedTime(_refilled, now).TotalSeconds * PerSecond));
        _refilled = now;
        var window = time.GetElapsedTime(_windowStart, now);
        if (window >= RateWindow)
        {
            _isBusy = _windowDrains > BusyPerSecond * window.TotalSeconds;
            _windowDrains = 0;
            _windowStart = now;
        }
    }
}

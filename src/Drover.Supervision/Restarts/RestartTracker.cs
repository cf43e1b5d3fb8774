using System.Globalization;

namespace Drover.Supervision.Restarts;

/// <summary>
/// Counts the restarts of one process and decides about the next one. Pure: no clock, no process.
/// </summary>
/// <remarks>
/// The window slides over running time, not over the wall clock. With a backoff that doubles, a process that dies at once
/// would wait itself out of any window of wall-clock time and be restarted for ever; measured in the time it actually ran,
/// such a loop ends after <see cref="RestartPolicy.Max"/> attempts, while a server that fails once a day is never given up.
/// Delays get 25 % of jitter either way, so that processes that died together do not come back together.
/// Not thread-safe: it belongs to the owner of the process.
/// </remarks>
/// <param name="policy">The policy; its durations are used as they are.</param>
/// <param name="random">Returns a number in [0, 1); null = the shared random source.</param>
public sealed class RestartTracker(RestartPolicy policy, Func<double>? random = null)
{
    private const double Jitter = 0.25;

    private readonly Func<double> _random = random ?? SharedRandom;
    private readonly Queue<TimeSpan> _restarts = new();
    private TimeSpan _ran;
    private int _inARow;

    /// <summary>Decides what follows an end that nobody asked for.</summary>
    /// <param name="success">True for exit code 0.</param>
    /// <param name="uptime">How long this run lived.</param>
    /// <returns>The decision; a restart is counted as made.</returns>
    public RestartDecision OnExit(bool success, TimeSpan uptime)
    {
        if (policy.Kind == RestartKind.Never || (policy.Kind == RestartKind.OnFailure && success))
        {
            return new RestartDecision.Stay(policy.Kind == RestartKind.Never ? "no restart policy" : "it ended with exit code 0");
        }

        if (uptime >= policy.Window)
        {
            Reset();
        }

        _ran += uptime;
        while (_restarts.TryPeek(out var oldest) && _ran - oldest >= policy.Window)
        {
            _restarts.Dequeue();
        }

        if (_restarts.Count >= policy.Max)
        {
            return new RestartDecision.GiveUp(string.Create(
                CultureInfo.InvariantCulture,
                $"gave up: restarted {_restarts.Count} times within {policy.Window.TotalSeconds:0.###} s of running"));
        }

        var delay = NextDelay();
        _restarts.Enqueue(_ran);
        _inARow++;
        return new RestartDecision.Restart(delay, _inARow, string.Create(
            CultureInfo.InvariantCulture,
            $"restart {_restarts.Count} of {policy.Max} in {delay.TotalSeconds:0.###} s"));
    }

    /// <summary>Forgets all restarts, as after one that a person or a file change asked for.</summary>
    public void Reset()
    {
        _restarts.Clear();
        _ran = TimeSpan.Zero;
        _inARow = 0;
    }

    private TimeSpan NextDelay()
    {
        var doubled = policy.Backoff.TotalMilliseconds * Math.Pow(2, Math.Min(_inARow, 40));
        var capped = Math.Min(doubled, policy.MaxBackoff.TotalMilliseconds);
        var spread = capped * (1 - Jitter + (2 * Jitter * _random()));
        return TimeSpan.FromMilliseconds(Math.Min(spread, policy.MaxBackoff.TotalMilliseconds));
    }

#pragma warning disable CA5394 // Spreads restarts in time; nothing secret depends on it.
    private static double SharedRandom() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}

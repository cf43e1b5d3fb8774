namespace Drover.Daemon.Features.Sessions.Resources;

/// <summary>
/// Turns the CPU time a process tree has used so far into percent. Pure. Two looks shortly after each other would give noise, so the last
/// figure is told again until some time has passed.
/// </summary>
internal sealed class CpuMeter
{
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(500);

    private int _run;
    private TimeSpan _used;
    private TimeSpan _at;
    private double _percent;

    /// <param name="run">The run that is looked at; a new one starts over.</param>
    /// <param name="used">CPU time of its processes together.</param>
    /// <param name="age">The age of the run when it was looked at.</param>
    public double Percent(int run, TimeSpan used, TimeSpan age)
    {
        if (run != _run)
        {
            (_run, _used, _at) = (run, TimeSpan.Zero, TimeSpan.Zero);
        }
        else if (age - _at < ShortestInterval)
        {
            return _percent;
        }

        // Processes that ended took their time with them: then the sum shrinks.
        var passed = Math.Max((age - _at).TotalSeconds, 0.001);
        _percent = Math.Round(Math.Max(0, (used - _used).TotalSeconds) / passed * 100, 1);
        (_used, _at) = (used, age);
        return _percent;
    }
}

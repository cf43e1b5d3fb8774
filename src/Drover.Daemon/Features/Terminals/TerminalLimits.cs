namespace Drover.Daemon.Features.Terminals;

/// <summary>What every terminal is given.</summary>
internal static class TerminalLimits
{
    /// <summary>Without a viewer and without output for so long, a terminal ends; an ended one is forgotten.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(30);

    /// <summary>How often that is looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Time between HUP and KILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>How long the viewers of a removed terminal may take to read its end.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of the past that a viewer is shown first.</summary>
    public const int Replay = 256 * 1024;

    /// <summary>Terminals whose command runs.</summary>
    public const int Most = 100;

    /// <summary>Ended terminals that are remembered, the last ones.</summary>
    public const int MostEnded = 20;
}

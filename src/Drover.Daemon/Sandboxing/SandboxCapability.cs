namespace Drover.Daemon.Sandboxing;

/// <summary>What the probe found out about the sandbox on this machine.</summary>
/// <param name="Program">bubblewrap, absolute; null when nothing can be run in a sandbox.</param>
/// <param name="Reason">Why not, and what to do about it; null when it works.</param>
internal sealed record SandboxCapability(string? Program, string? Reason)
{
    /// <summary>Whether it gets a user namespace; root can do without one.</summary>
    public bool UserNamespace { get; init; } = true;

    /// <summary>
    /// <c>env</c> of GNU, which can make bubblewrap deaf for the polite signals; null where it is another one, and a stop ends a sandbox at once.
    /// </summary>
    public string? SignalEnv { get; init; }

    public bool Works => Program is not null;
}

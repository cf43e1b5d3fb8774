using Drover.Contracts.Daemon;

namespace Drover.Daemon.Lifecycle;

/// <summary>Stands in while no kernel is registered.</summary>
internal sealed class NoKernel : IKernelReport
{
    public string Holder => "sh";

    public string Capture => "copy";

    public IReadOnlyList<string> Warnings => [];

    public IReadOnlyList<UnknownHolder> UnknownHolders() => [];
}

/// <summary>Stands in while no sessions feature is registered.</summary>
internal sealed class NoSessions : ISessionCensus
{
    public IReadOnlyDictionary<string, int> CountByState() => new Dictionary<string, int>(StringComparer.Ordinal);
}

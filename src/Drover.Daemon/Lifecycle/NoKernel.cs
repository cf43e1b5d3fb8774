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
    private static readonly Dictionary<string, long> None = [];

    public IReadOnlyDictionary<string, int> CountByState() => new Dictionary<string, int>(StringComparer.Ordinal);

    public SessionTotals Totals() => new(None, None, None);
}

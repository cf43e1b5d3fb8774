using Drover.Contracts.Daemon;

namespace Drover.Daemon.Lifecycle;

/// <summary>What the process kernel tells of itself in <c>GET /v1/daemon</c>.</summary>
internal interface IKernelReport
{
    /// <summary><c>native</c> or <c>sh</c>.</summary>
    string Holder { get; }

    /// <summary><c>splice</c> or <c>copy</c>.</summary>
    string Capture { get; }

    /// <summary>What the self-test and the recovery found wanting.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Holders of this data folder that no session knows.</summary>
    Task<IReadOnlyList<UnknownHolder>> UnknownHoldersAsync();
}

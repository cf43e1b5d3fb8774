using Drover.Daemon.Sockets;
using Drover.Supervision.Identity;

namespace Drover.Daemon.Features.Sessions.Resources;

/// <summary>A session's process tree at one moment.</summary>
/// <param name="Processes">Its processes; the holder is not one of them.</param>
/// <param name="MemoryBytes">Resident memory of all.</param>
/// <param name="CpuPercent">CPU since the last look, or since the start of the run at the first one; 100 = one core.</param>
/// <param name="Listening">TCP sockets it listens on.</param>
internal sealed record TreeSample(IReadOnlyList<ProcessEntry> Processes, long MemoryBytes, double? CpuPercent, IReadOnlyList<ListeningSocket> Listening);

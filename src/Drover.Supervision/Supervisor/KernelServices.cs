using Drover.Supervision.Capture;
using Drover.Supervision.Identity;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Supervisor;

/// <summary>What every owner loop shares.</summary>
internal sealed record KernelServices(
    string RunsRoot,
    Spawner Spawner,
    CaptureLoop Capture,
    Terminator Terminator,
    TimeProvider Time,
    BootClock Boot,
    Random Random,
    ILogger Logger,
    Action<ActiveRun> Finish);

using Drover.Daemon.Processes;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Writes what changed of tasks to the store, now or as soon as the disk takes it.</summary>
internal sealed class TaskJournal(TaskStore store, TimeProvider time, ILogger<TaskJournal> logger)
    : Journal<KnownTask>("task", task => task.Removed ? null : store.Save(task.Record with { Snapshot = task.Process?.Snapshot ?? task.Told }).Error, time, logger);

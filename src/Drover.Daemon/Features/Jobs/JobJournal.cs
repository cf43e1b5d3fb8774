using Drover.Daemon.Processes;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Writes what changed of jobs to the store, now or as soon as the disk takes it.</summary>
internal sealed class JobJournal(JobStore store, TimeProvider time, ILogger<JobJournal> logger)
    : Journal<KnownJob>("job", job => job.Removed ? null : store.Save(StoredJob.Of(job)).Error, time, logger);

using Drover.Daemon.Processes;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Writes what changed of sessions to the store, now or as soon as the disk takes it.</summary>
internal sealed class SessionJournal(SessionStore store, TimeProvider time, ILogger<SessionJournal> logger)
    : Journal<KnownSession>("session", session => session.Removed ? null : store.Save(session.ToStored()).Error, time, logger);

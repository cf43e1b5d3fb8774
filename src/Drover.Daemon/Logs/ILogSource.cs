using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

/// <summary>Something whose output is kept: a session, a job. Reading it by number is the same for all of them.</summary>
internal interface ILogSource
{
    /// <summary>The id that answers carry.</summary>
    string Name { get; }

    SessionLog Log { get; }

    /// <summary>Number of the current or last run.</summary>
    int RunNumber { get; }

    /// <summary>True once its files are being deleted.</summary>
    bool Removed { get; }

    /// <summary>Whether anything more can come, and what to wait for when it can.</summary>
    FollowState State();
}

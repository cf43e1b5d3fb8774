namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Arguments that say which process is meant. One of the three is enough.</summary>
internal interface IChoosesProcess
{
    /// <summary>Process id of any run, current or past; 0 is the daemon.</summary>
    int? Pid { get; }

    /// <summary>Id of the session, or its beginning.</summary>
    string? Id { get; }

    string? Label { get; }
}

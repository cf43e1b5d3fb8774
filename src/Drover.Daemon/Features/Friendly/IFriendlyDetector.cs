using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly;

/// <summary>Knows one kind of file that tells what can be run in its folder. A file it does not understand tells nothing.</summary>
internal interface IFriendlyDetector
{
    IEnumerable<FriendlyCommand> Detect(FolderFiles files);
}

/// <summary>How sure a detector is that did not find the command itself written down.</summary>
internal static class Confidence
{
    /// <summary>The tool is set up in this project.</summary>
    public const double Configured = 0.8;

    /// <summary>What one does in any project of this language.</summary>
    public const double Convention = 0.6;

    /// <summary>May be, may be not.</summary>
    public const double Guess = 0.4;

    /// <summary>Somebody wrote it into a text.</summary>
    public const double Hint = 0.2;
}

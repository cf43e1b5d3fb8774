using Drover.Supervision.Posix;

namespace Drover.Supervision.Watching;

/// <summary>What to tell people when a limit of the system is reached, and how to raise it.</summary>
internal static class WatchLimits
{
    public static string OutOfWatches() =>
        $"the inotify watches of this user are used up (fs.inotify.max_user_watches{Current("max_user_watches")}): "
        + "watch fewer folders, or raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`";

    public static string OutOfInstances() =>
        $"the inotify instances of this user are used up (fs.inotify.max_user_instances{Current("max_user_instances")}): "
        + "end a program that watches files, or raise the limit with `sudo sysctl fs.inotify.max_user_instances=1024`";

    public static (WatchFailureKind Kind, string Message) OfInstance(int errno) => errno == Errno.EMFILE
        ? (WatchFailureKind.OutOfInstances, OutOfInstances())
        : (WatchFailureKind.System, $"files cannot be watched: {Errno.Describe(errno)}");

    private static string Current(string name)
    {
        try
        {
            return $" = {File.ReadAllText("/proc/sys/fs/inotify/" + name).Trim()}";
        }
        catch (IOException)
        {
            return ""; // Hidden, as in some containers.
        }
    }
}

namespace Drover.Daemon.Sockets;

/// <summary>What /proc tells of one process, for sentences about it.</summary>
internal static class ProcessFacts
{
    /// <summary>Its short name; <c>?</c> when it is gone.</summary>
    public static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}

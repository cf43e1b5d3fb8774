namespace Drover.Cli.Commands.Terminals;

/// <summary>The key that leaves a terminal without ending it.</summary>
internal static class DetachKey
{
    internal const string Default = "ctrl-]";

    private const string Prefix = "ctrl-";
    private const string Allowed = "abcdefghijklmnopqrstuvwxyz[\\]^_";

    /// <summary>Reads <c>ctrl-X</c> or <c>none</c>.</summary>
    internal static bool TryParse(string text, out byte? key)
    {
        key = null;
        if (text is "none")
        {
            return true;
        }

        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || text.Length != Prefix.Length + 1 || !Allowed.Contains(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal))
        {
            return false;
        }

        // As keyboards have it: the lower five bits.
        key = (byte)(text[^1] & 0x1f);
        return true;
    }
}

namespace Drover.Supervision.Watching;

/// <summary>Files that editors and desktops leave beside the real ones. They never trigger.</summary>
internal static class EditorFiles
{
    private static readonly string[] Endings =
        ["~", ".swp", ".swo", ".swx", ".swpx", ".kate-swp", "___jb_old___", "___jb_tmp___", "___jb_bak___", ".crswap"];

    private static readonly string[] Beginnings = [".#", ".goutputstream-", ".~lock.", ".nfs", ".fuse_hidden"];

    /// <summary>Tells whether a file name is an editor's own.</summary>
    /// <param name="name">The name without its folder.</param>
    public static bool Matches(string name)
    {
        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (var beginning in Beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return name is ".DS_Store" || IsEmacsAutosave(name) || IsVimProbe(name);
    }

    // #server.js#
    private static bool IsEmacsAutosave(string name) => name.Length > 2 && name[0] == '#' && name[^1] == '#';

    // Vim creates 4913, or when that exists 5036, 5159 … (+123), to learn whether it may write in the folder.
    private static bool IsVimProbe(string name) =>
        name.Length is 4 or 5 && int.TryParse(name, out var number) && number >= 4913 && (number - 4913) % 123 == 0;
}

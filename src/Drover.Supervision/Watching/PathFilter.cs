using MAB.DotIgnore;

namespace Drover.Supervision.Watching;

/// <summary>What does not count whatever git says: built-in names, editors' files, the caller's patterns and extensions, Drover's own data.</summary>
internal sealed class PathFilter
{
    private static readonly HashSet<string> PrunedNames = new(
        [".git", ".hg", ".svn", "node_modules", "target", "bin", "obj", ".venv", "__pycache__", ".next"], StringComparer.Ordinal);

    private readonly IgnoreList? _patterns;
    private readonly HashSet<string> _extensions;
    private readonly IReadOnlyList<string> _never;

    /// <summary>Compiles the caller's wishes.</summary>
    /// <param name="spec">The watch.</param>
    /// <param name="never">Real paths of folders that are never watched.</param>
    /// <exception cref="ArgumentException">A pattern is not valid.</exception>
    public PathFilter(WatchSpec spec, IReadOnlyList<string> never)
    {
        _never = never;
        _patterns = spec.Ignore.Count > 0 ? new IgnoreList(spec.Ignore.Select(p => p.StartsWith("./", StringComparison.Ordinal) ? p[1..] : p)) : null;
        _extensions = new HashSet<string>(spec.Extensions.Select(e => "." + e.TrimStart('*').TrimStart('.')), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True for a folder that is not entered.</summary>
    /// <param name="realPath">Absolute real path.</param>
    /// <param name="display">As reported.</param>
    /// <param name="name">Its name.</param>
    public bool Prunes(string realPath, string display, string name) =>
        PrunedNames.Contains(name) || IsOwnData(realPath) || Matches(display, isDirectory: true);

    /// <summary>True for a folder of Drover itself, or one in it.</summary>
    public bool IsOwnData(string realPath) =>
        _never.Any(n => realPath.StartsWith(n, StringComparison.Ordinal) && (realPath.Length == n.Length || realPath[n.Length] == '/'));

    /// <summary>False for a file that never triggers.</summary>
    public bool Counts(string display, string name) =>
        !EditorFiles.Matches(name)
        && (_extensions.Count == 0 || _extensions.Contains(Path.GetExtension(name)))
        && !Matches(display, isDirectory: false);

    private bool Matches(string display, bool isDirectory) =>
        _patterns is not null && _patterns.IsIgnored(display.TrimStart('/'), isDirectory);
}

using System.Text;

namespace Drover.Daemon.Features.Tasks.Worktrees.Git;

/// <summary>A path as git has it: bytes from the top of the repository. Kept one char for each byte, so that what is no UTF-8 gets back to git unchanged.</summary>
/// <param name="Raw">One char for each byte.</param>
internal readonly record struct GitPath(string Raw)
{
    /// <summary>For people and JSON; bytes that are no UTF-8 become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Raw));

    /// <summary>Of a path as people write it.</summary>
    public static GitPath Of(string text) => new(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)));

    /// <summary>Where it is on disk; null when the name is no UTF-8, which .NET cannot open.</summary>
    public string? In(string root) =>
        ToString() is var text && Of(text).Raw == Raw ? Path.Combine(root, text) : null;

    /// <summary>The folders above it, the innermost first: of <c>a/b/c</c> <c>a/b</c> and <c>a</c>.</summary>
    public IEnumerable<GitPath> Parents()
    {
        for (var end = Raw.LastIndexOf('/'); end > 0; end = Raw.LastIndexOf('/', end - 1))
        {
            yield return new GitPath(Raw[..end]);
        }
    }
}

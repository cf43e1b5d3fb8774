namespace Drover.Daemon.Features.Tasks.Worktrees.Git;

/// <summary>One call of git.</summary>
/// <param name="Arguments">From the verb on.</param>
internal sealed record GitCall(params string[] Arguments)
{
    private const int Enough = 64 << 20;

    /// <summary>What it reads on standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Variables beside the usual.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Whether it changes a working tree, an index or refs. Such a git is not ended by a cancellation: it would leave its locks and half a tree.</summary>
    public bool Writes { get; init; }

    /// <summary>Bytes of output that are read. A git that prints more is ended.</summary>
    public int Limit { get; init; } = Enough;

    /// <summary>Exit codes beside 0 that are no failure.</summary>
    public IReadOnlyList<int> AlsoGood { get; init; } = [];

    /// <summary>Paths as pathspecs or names on standard input, each ended by NUL.</summary>
    public GitCall WithPaths(IEnumerable<GitPath> paths) =>
        this with { Input = System.Text.Encoding.Latin1.GetBytes(string.Concat(paths.Select(path => path.Raw + '\0'))) };
}

/// <summary>What a git said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Bytes">Its standard output.</param>
/// <param name="IsCut">Whether there was more than the limit.</param>
/// <param name="Complaint">Its standard error.</param>
internal sealed record GitAnswer(int ExitCode, byte[] Bytes, bool IsCut, string Complaint)
{
    /// <summary>The output as text, without the newline at its end.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes).TrimEnd('\n');

    /// <summary>The output in pieces that NUL ends, one char for each byte.</summary>
    public IReadOnlyList<string> Fields =>
        Bytes.Length == 0 ? [] : System.Text.Encoding.Latin1.GetString(Bytes).TrimEnd('\0').Split('\0');

    /// <summary>The output as paths that NUL ends.</summary>
    public IEnumerable<GitPath> Paths => Fields.Select(path => new GitPath(path));
}

namespace Drover.Daemon.Sandboxing;

/// <summary>What a sandboxed command can reach over the network.</summary>
internal enum SandboxNetwork
{
    /// <summary>A loopback of its own and nothing else: what it starts itself can talk to it, nobody else is there.</summary>
    Own,

    /// <summary>The machine's network.</summary>
    Full,
}

/// <summary>
/// What a command sees and may change. It begins with the whole file system read-only, a private <c>/tmp</c>, <c>/var/tmp</c>, <c>/run</c> and
/// <c>/dev/shm</c>, and processes of its own. The lists below are laid over that: of two places where one lies in the other the inner one wins, and at the same
/// place the later list. Paths are absolute; those that do not exist are passed over.
/// </summary>
internal sealed record SandboxRules
{
    /// <summary>What is shown read-only although it lies in something hidden or private.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Files and folders whose content is not to be seen: a folder is empty, a file too.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>What may be written.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>What stays read-only inside something writable.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>Folders shown under another path, read-only, which keeps nobody from connecting to a socket in them: outside, then inside.</summary>
    public IReadOnlyDictionary<string, string> Bound { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public SandboxNetwork Network { get; init; }

    /// <summary>The folder it starts in.</summary>
    public string? WorkingDirectory { get; init; }
}

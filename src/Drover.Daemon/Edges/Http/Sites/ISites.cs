using Drover.Contracts.Errors;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>What answers behind <c>http://NAME.localhost</c>. The edge forwards; a feature knows the names.</summary>
internal interface ISites
{
    /// <summary>The loopback port behind a name; null when nothing runs there.</summary>
    /// <param name="name">What stands before <c>.localhost</c>.</param>
    Task<int?> PortOfAsync(string name);

    /// <summary>What to tell whoever found nobody there.</summary>
    /// <param name="name">What stands before <c>.localhost</c>.</param>
    /// <param name="how">How a process that runs did not answer, as the end of a sentence about it; null when it was not asked.</param>
    Task<SiteNotice> NoticeAsync(string name, string? how);
}

/// <summary>Why nobody answers.</summary>
/// <param name="Error">What it is.</param>
internal sealed record SiteNotice(Error Error)
{
    /// <summary>The command that starts it.</summary>
    public string? Command { get; init; }

    /// <summary>Where something does answer.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>True when it may answer any moment.</summary>
    public bool ComesSoon { get; init; }
}

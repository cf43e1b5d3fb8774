namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Who makes commits that nobody made.</summary>
internal static class Identity
{
    private const string Name = "Drover";
    private const string Mail = "drover@localhost";

    public static IReadOnlyList<(string Name, string Value)> Drover { get; } =
        [("GIT_AUTHOR_NAME", Name), ("GIT_AUTHOR_EMAIL", Mail), ("GIT_COMMITTER_NAME", Name), ("GIT_COMMITTER_EMAIL", Mail)];

    public static IReadOnlyList<(string Name, string Value)> DroverCommits { get; } =
        [("GIT_COMMITTER_NAME", Name), ("GIT_COMMITTER_EMAIL", Mail)];
}

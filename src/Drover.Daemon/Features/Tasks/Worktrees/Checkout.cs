using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>The checkout that a folder is in.</summary>
/// <param name="Root">Its top.</param>
/// <param name="GitDir">Its git folder.</param>
/// <param name="CommonDir">The git folder that all checkouts of the repository share.</param>
/// <param name="Subfolder">The folder from the top; empty at the top.</param>
internal sealed record Checkout(string Root, string GitDir, string CommonDir, string Subfolder)
{
    public GitPlace Place => new(Root, GitDir);

    /// <summary>Finds it.</summary>
    /// <returns>Null when the folder is in no working tree of git.</returns>
    public static async Task<Result<Checkout?>> FindAsync(GitProgram git, string folder, CancellationToken cancellation)
    {
        var call = new GitCall("rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-common-dir", "--show-prefix") { AlsoGood = [128] };
        var answer = await git.RunAsync(folder, call, cancellation);
        if (!answer.IsSuccess)
        {
            return answer.Error!;
        }

        if (answer.Value.ExitCode != 0)
        {
            var complaint = answer.Value.Complaint;
            return complaint.Contains("not a git repository", StringComparison.Ordinal) || complaint.Contains("must be run in a work tree", StringComparison.Ordinal)
                ? (Checkout?)null
                : new Error(ErrorCodes.GitFailed, $"git cannot tell what {folder} is: {complaint}");
        }

        var lines = answer.Value.Text.Split('\n');
        return lines.Length is 3 or 4
            ? new Checkout(lines[0], lines[1], lines[2], lines.Length == 4 ? lines[3].TrimEnd('/') : "")
            : new Error(ErrorCodes.GitFailed, $"The path of the repository around {folder} has a newline in it, which Drover does not handle.");
    }
}

using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Tasks.Worktrees.Git;

/// <summary>Runs git: without hooks, prompts, editors, signatures and upkeep of its own, in English, and with nothing of the daemon's own GIT_ variables.</summary>
internal sealed class GitProgram
{
    private const int LongestComplaint = 16 * 1024;

    // Files beyond 16 MiB are streamed instead of loaded, and count as binary in a diff.
    private static readonly string[] Settings =
    [
        "--no-pager",
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "core.safecrlf=false", "-c", "core.askPass=", "-c", "core.bigFileThreshold=16m",
        "-c", "commit.gpgSign=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "color.ui=false", "-c", "submodule.recurse=false",
        "-c", "advice.detachedHead=false", "-c", "advice.addEmbeddedRepo=false", "-c", "merge.renames=true", "-c", "diff.ignoreSubmodules=none",
        "-c", "rebase.autoSquash=false", "-c", "rebase.autoStash=false", "-c", "rerere.enabled=false",
    ];

    private static readonly (string Name, string Value)[] Usual =
    [
        ("LC_ALL", "C"), ("GIT_TERMINAL_PROMPT", "0"), ("SSH_ASKPASS_REQUIRE", "never"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_EDITOR", "true"),
        ("GIT_SEQUENCE_EDITOR", "true"), ("GIT_MERGE_AUTOEDIT", "no"),
    ];

    // Of this instance, so that a test may set one and ask a new one.
    private readonly string[] _inherited =
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Where(IsGits)];

    /// <summary>Runs a git in a place; one that fails is an error with git's own words.</summary>
    public Task<Result<GitAnswer>> RunAsync(GitPlace place, GitCall call, CancellationToken cancellation) =>
        RunAsync(place.Folder, call, [("GIT_DIR", place.GitDir), ("GIT_WORK_TREE", place.Folder), .. place.Index is { } index ? [("GIT_INDEX_FILE", index)] : Array.Empty<(string, string)>()], cancellation);

    /// <summary>Runs a git that finds its repository itself.</summary>
    public Task<Result<GitAnswer>> RunAsync(string folder, GitCall call, CancellationToken cancellation) => RunAsync(folder, call, [], cancellation);

    /// <summary>The one line that a git prints.</summary>
    public async Task<Result<string>> TextAsync(GitPlace place, GitCall call, CancellationToken cancellation)
    {
        var answer = await RunAsync(place, call, cancellation);
        return answer.IsSuccess ? answer.Value.Text : answer.Error!;
    }

    private async Task<Result<GitAnswer>> RunAsync(string folder, GitCall call, IEnumerable<(string Name, string Value)> place, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo("git", [.. Settings, .. call.Arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in _inherited)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Usual.Concat(place).Concat(call.Variables))
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var answer = await TalkAsync(process, call, call.Writes ? CancellationToken.None : cancellation);
            return answer.ExitCode == 0 || answer.IsCut || call.AlsoGood.Contains(answer.ExitCode)
                ? answer
                : new Error(ErrorCodes.GitFailed, $"git {call.Arguments[0]} failed ({answer.ExitCode}): {answer.Complaint}");
        }
        catch (Win32Exception) when (!Directory.Exists(folder))
        {
            return new Error(ErrorCodes.WorktreeGone, $"The folder {folder} is not there.");
        }
        catch (Win32Exception failure)
        {
            return new Error(ErrorCodes.GitNotFound, $"git cannot be run: {failure.Message}. Drover needs git 2.39 or newer on the daemon's PATH.");
        }
    }

    private static async Task<GitAnswer> TalkAsync(Process process, GitCall call, CancellationToken cancellation)
    {
        try
        {
            var writing = WriteAsync(process, call.Input, cancellation);
            var complaining = ReadAsync(process.StandardError.BaseStream, LongestComplaint, toTheEnd: true, cancellation);
            var (bytes, isCut) = await ReadAsync(process.StandardOutput.BaseStream, call.Limit, toTheEnd: false, cancellation);
            if (isCut)
            {
                End(process);
            }

            await writing;
            var (complaint, _) = await complaining;
            await process.WaitForExitAsync(cancellation);
            return new GitAnswer(process.ExitCode, bytes, isCut, Encoding.UTF8.GetString(complaint).Trim());
        }
        finally
        {
            End(process);
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
#pragma warning disable RS0030 // This object is our own child, not reaped yet: its pid cannot have become somebody else's.
            process.Kill(entireProcessTree: true);
#pragma warning restore RS0030
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it; its exit code says why.
        }
    }

    private static async Task<(byte[] Bytes, bool IsCut)> ReadAsync(Stream stream, int limit, bool toTheEnd, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var isCut = false;
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            var room = limit - (int)kept.Length;
            kept.Write(buffer, 0, Math.Min(count, room));
            isCut |= count > room;
            if (isCut && !toTheEnd)
            {
                break;
            }
        }

        return (kept.ToArray(), isCut);
    }

    private static bool IsGits(string name) => name.StartsWith("GIT_", StringComparison.Ordinal) || name is "SSH_ASKPASS" or "LANGUAGE";
}

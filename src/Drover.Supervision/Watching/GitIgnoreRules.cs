using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Watching;

/// <summary>
/// git's own rules for one repository, asked from git itself and remembered until a file of rules changes. Shared by all trees in
/// that repository. Where git cannot be asked, the pattern files are read instead.
/// </summary>
internal sealed partial class GitIgnoreRules(GitRepository repository, TimeProvider time, ILogger logger) : IgnoreRules, IDisposable
{
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A lock older than this belongs to a git that crashed.
    private static readonly TimeSpan StaleLock = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, bool> _remembered = new(StringComparer.Ordinal);
    private readonly FileIgnoreRules _fallback = new(repository.Top);
    private CheckIgnoreProcess? _git;
    private long _failedAt;
    private bool _unusable;

    public GitRepository Repository => repository;

    public override bool IsBusy(DateTimeOffset now)
    {
        var lockFile = new FileInfo(repository.IndexLock);
        return lockFile.Exists && now.UtcDateTime - lockFile.LastWriteTimeUtc < StaleLock;
    }

    public override async ValueTask<bool[]> AreIgnoredAsync(string directory, IReadOnlyList<string> entries)
    {
        var prefix = directory.Length == repository.Top.Length ? "" : directory[(repository.Top.Length + 1)..] + "/";
        await _turn.WaitAsync();
        try
        {
            var answers = new bool[entries.Count];
            var unknown = new List<int>();
            for (var i = 0; i < answers.Length; i++)
            {
                if (!_remembered.TryGetValue(prefix + entries[i], out answers[i]))
                {
                    unknown.Add(i);
                }
            }

            if (unknown.Count > 0)
            {
                var (fresh, fromGit) = await AskAsync(directory, prefix, [.. unknown.Select(i => entries[i])]);
                for (var n = 0; n < fresh.Length; n++)
                {
                    answers[unknown[n]] = fresh[n];
                    if (fromGit)
                    {
                        Remember(prefix + entries[unknown[n]], fresh[n]);
                    }
                }
            }

            return answers;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask ReloadAsync()
    {
        await _turn.WaitAsync();
        try
        {
            Close();
            _remembered.Clear();
            _unusable = false;
            await _fallback.ReloadAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        Close();
        _turn.Dispose();
    }

    private async ValueTask<(bool[] Ignored, bool FromGit)> AskAsync(string directory, string prefix, string[] entries)
    {
        _unusable &= time.GetElapsedTime(_failedAt) < RetryAfter;

        // git may have ended for a good reason (a path turned into a submodule); a second try with a new one is worth it.
        for (var attempt = 0; attempt < 2 && !_unusable; attempt++)
        {
            try
            {
                _git ??= CheckIgnoreProcess.Start(repository.Top);
                using var patience = new CancellationTokenSource(Patience, time);
                return (await _git.AskAsync([.. entries.Select(e => prefix + e.TrimEnd('/'))], patience.Token), true);
            }
            catch (Exception e) when (e is IOException or Win32Exception or OperationCanceledException)
            {
                Close();
                if (attempt > 0)
                {
                    (_unusable, _failedAt) = (true, time.GetTimestamp());
                    LogGitUnusable(logger, repository.Top, e.Message);
                }
            }
        }

        return (await _fallback.AreIgnoredAsync(directory, entries), false);
    }

    private void Remember(string path, bool ignored)
    {
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[path] = ignored;
    }

    private void Close()
    {
        _git?.Dispose();
        _git = null;
    }

    [LoggerMessage(EventId = 1500, Level = LogLevel.Warning, Message = "git cannot be asked what it ignores in {Top}, reading its pattern files instead: {Reason}")]
    private static partial void LogGitUnusable(ILogger logger, string top, string reason);
}

using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Watching;

/// <summary>Hands out one <see cref="GitIgnoreRules"/> per repository, shared and counted, so that each repository has one git.</summary>
internal sealed class RuleBook(TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GitRepository, (GitIgnoreRules Rules, int Users)> _repositories = [];

    /// <summary>The rules of a repository; give them back with <see cref="Return"/>.</summary>
    public GitIgnoreRules Borrow(GitRepository repository)
    {
        lock (_gate)
        {
            var (rules, users) = _repositories.TryGetValue(repository, out var known)
                ? known
                : (new GitIgnoreRules(repository, time, logger), 0);
            _repositories[repository] = (rules, users + 1);
            return rules;
        }
    }

    public void Return(GitIgnoreRules rules)
    {
        lock (_gate)
        {
            var users = _repositories[rules.Repository].Users - 1;
            if (users > 0)
            {
                _repositories[rules.Repository] = (rules, users);
                return;
            }

            _repositories.Remove(rules.Repository);
            rules.Dispose();
        }
    }
}

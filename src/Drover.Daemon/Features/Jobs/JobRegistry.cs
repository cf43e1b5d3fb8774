using System.Collections.Concurrent;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Jobs;

/// <summary>The jobs there are, ended ones included.</summary>
internal sealed class JobRegistry
{
    private readonly ConcurrentDictionary<string, KnownJob> _jobs = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<KnownJob> All => [.. _jobs.Values.OrderByDescending(job => job.CreatedAt).ThenBy(job => job.Name, StringComparer.Ordinal)];

    public int Count => _jobs.Count;

    /// <returns>False when another job has this id.</returns>
    public bool Add(KnownJob job) => _jobs.TryAdd(job.Name, job);

    public void Remove(KnownJob job) => _jobs.TryRemove(job.Name, out _);

    /// <param name="id">The id, or the beginning of one that fits only one job.</param>
    public Result<KnownJob> Find(string id)
    {
        if (_jobs.TryGetValue(id, out var job))
        {
            return job;
        }

        var fitting = id.Length <= JobId.Prefix.Length ? [] : _jobs.Values.Where(candidate => candidate.Name.StartsWith(id, StringComparison.Ordinal)).ToList();
        return fitting switch
        {
            [] => JobErrors.NotFound(id),
            [var only] => only,
            _ => JobErrors.Ambiguous(id, fitting.Select(candidate => candidate.Name).Order(StringComparer.Ordinal).Take(10)),
        };
    }
}

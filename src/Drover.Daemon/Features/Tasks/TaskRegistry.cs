using System.Collections.Concurrent;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Tasks;

/// <summary>All tasks that are known.</summary>
internal sealed class TaskRegistry
{
    private readonly ConcurrentDictionary<Guid, KnownTask> _tasks = new();

    /// <summary>Those that changed last come first.</summary>
    public IReadOnlyList<KnownTask> All => [.. _tasks.Values.OrderByDescending(task => task.Record.UpdatedAt).ThenByDescending(task => task.Record.CreatedAt)];

    public bool Add(KnownTask task) => _tasks.TryAdd(task.Id, task);

    public void Remove(KnownTask task) => _tasks.TryRemove(task.Id, out _);

    public KnownTask? Of(Guid id) => _tasks.GetValueOrDefault(id);

    /// <summary>The task of an id, or of the beginning of one that fits a single task.</summary>
    public Result<KnownTask> Find(string id)
    {
        if (Guid.TryParse(id, out var whole) && Of(whole) is { } task)
        {
            return task;
        }

        var fitting = id.Length == 0 ? [] : _tasks.Values.Where(known => known.Name.StartsWith(id, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return fitting switch
        {
            [var only] => only,
            [] => new Error(ErrorCodes.TaskNotFound, $"There is no task \"{id}\". drover task ls shows them."),
            _ => new Error(ErrorCodes.TaskAmbiguous, $"Several tasks begin with \"{id}\": give more of the id."),
        };
    }
}

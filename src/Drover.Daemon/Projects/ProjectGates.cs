using System.Collections.Concurrent;

namespace Drover.Daemon.Projects;

/// <summary>One change of a project at a time: two terminals may say <c>up</c> at once.</summary>
internal sealed class ProjectGates
{
    // A gate is a few bytes and there are as many as folders that were ever brought up.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public async Task<T> RunAsync<T>(string folder, Func<Task<T>> work)
    {
        var gate = _gates.GetOrAdd(folder, _ => new SemaphoreSlim(1));
        await gate.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}

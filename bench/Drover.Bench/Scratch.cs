namespace Drover.Bench;

/// <summary>A folder that goes away.</summary>
/// <param name="inMemory">On a file system without a disk.</param>
internal sealed class Scratch(bool inMemory = false) : IDisposable
{
    public string Path { get; } = inMemory
        ? Directory.CreateDirectory($"/dev/shm/drover-bench-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("drover-bench-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

/// <summary>A kernel in a folder of its own, for each test.</summary>
public abstract class KernelTests : IAsyncLifetime
{
    private protected TempDir Folder { get; } = new();

    private protected Kernel Kernel { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Kernel = new Kernel(Folder.Path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

using Drover.TestKit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>The built daemon with the fixtures of the conformance suite, on a free port.</summary>
internal sealed class McpDaemon : IAsyncDisposable
{
    private readonly RunningProgram _program;

    private McpDaemon(DroverHome home, RunningProgram program, string url) => (Home, _program, Url) = (home, program, url);

    public DroverHome Home { get; }

    public string Url { get; }

    public int Pid => _program.Pid;

    public static async Task<McpDaemon> StartAsync()
    {
        var home = new DroverHome();
        var (program, address) = await RunAsync(home);
        return new McpDaemon(home, program, $"{address}/mcp");
    }

    /// <summary>A daemon with the fixtures, in a home that outlives it.</summary>
    public static async Task<(RunningProgram Program, string Address)> RunAsync(DroverHome home)
    {
        var program = home.Start("daemon", "run", "--mcp-conformance", "--listen", "127.0.0.1:0");
        var ready = await program.LineAsync("Ready after");
        return (program, ready[ready.IndexOf("http://", StringComparison.Ordinal)..].Trim());
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await Home.DisposeAsync();
    }
}

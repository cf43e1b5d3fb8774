using System.Collections.Concurrent;
using Drover.TestKit;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>The C# SDK's own client, in both eras.</summary>
public sealed class SdkClientTests
{
    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("2025-11-25")]
    public async Task It_lists_calls_follows_progress_and_cancels(string revision)
    {
        await using var daemon = await McpDaemon.StartAsync();
        using var changes = await ChangeListener.StartAsync(daemon);
        await using var client = await ConnectAsync(daemon, revision);

        var tools = await client.ListToolsAsync(cancellationToken: Patience.Token);
        var reports = new Reports();
        var answer = await client.CallToolAsync("test_tool_with_progress", progress: reports, cancellationToken: Patience.Token);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains(tools, tool => tool.Name is "test_wait");
        Assert.Equal("Done.", Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text);

        // This client handles notifications at the same time and beside the answer, so their order is not to be seen here.
        await Patience.UntilAsync(() => reports.Seen.Count == 3);
        Assert.Equal([0, 50, 100], reports.Seen.Order());

        using var cancel = new CancellationTokenSource();
        var begun = new Reports();
        var call = client.CallToolAsync("test_wait", progress: begun, cancellationToken: cancel.Token).AsTask();
        await begun.First.Patiently();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Patiently());
        if (revision is not "2026-07-28")
        {
            // With a session this client only hangs up, which does not cancel; the end of the session does.
            await client.DisposeAsync().AsTask().Patiently();
        }

        await changes.PromptsChangedAsync();
    }

    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("2025-11-25")]
    public async Task Over_stdio_it_does_the_same_and_ends_the_relay_with_itself(string revision)
    {
        await using var daemon = await McpDaemon.StartAsync();
        using var changes = await ChangeListener.StartAsync(daemon);
        var said = new ConcurrentQueue<string>();
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = daemon.Home.Program,
            Arguments = ["mcp"],
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DROVER_HOME"] = daemon.Home.Path, ["DROVER_LISTEN"] = "none" },
            StandardErrorLines = said.Enqueue,
        });
        await using var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = revision }, cancellationToken: Patience.Token);

        var tools = await client.ListToolsAsync(cancellationToken: Patience.Token);
        var reports = new Reports();
        var answer = await client.CallToolAsync("test_tool_with_progress", progress: reports, cancellationToken: Patience.Token);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains(tools, tool => tool.Name is "test_wait");
        Assert.Equal("Done.", Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text);
        await Patience.UntilAsync(() => reports.Seen.Count == 3);

        using var cancel = new CancellationTokenSource();
        var begun = new Reports();
        var call = client.CallToolAsync("test_wait", progress: begun, cancellationToken: cancel.Token).AsTask();
        await begun.First.Patiently();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Patiently());

        // Of a cancelled call this client says nothing on stdio, so the server cannot know; the end of its input tells.
        await client.DisposeAsync().AsTask().Patiently();
        await changes.PromptsChangedAsync();
        await Patience.UntilAsync(() => ProcessAssert.Carrying("DROVER_HOME=" + daemon.Home.Path).All(process => process.Pid == daemon.Pid));
        Assert.Empty(said);
    }

    private static async Task<McpClient> ConnectAsync(McpDaemon daemon, string revision)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(daemon.Url), TransportMode = HttpTransportMode.StreamableHttp });
        return await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = revision }, cancellationToken: Patience.Token);
    }

    private sealed class Reports : IProgress<ProgressNotificationValue>
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<float> _seen = new();

        public Task First => _first.Task;

        public ConcurrentQueue<float> Seen => _seen;

        public void Report(ProgressNotificationValue value)
        {
            _seen.Enqueue(value.Progress);
            _first.TrySetResult();
        }
    }
}

using System.Text.Json.Nodes;
using System.Threading.Channels;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

public sealed class Resources_and_prompts(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const string Template = "drover://sessions/{id}/logs{?stream,limit,since,until,since_seq,grep,context,level,max_bytes,dedupe}";

    [Fact]
    public async Task Logs_are_resources_with_the_query_that_HTTP_has()
    {
        await fixture.RunAsync("echo one; echo two; echo bad >&2", "read-me");

        Assert.Contains("[stderr] bad", await ReadAsync("drover://sessions/read-me/logs"), StringComparison.Ordinal);
        Assert.Equal("two", await ReadAsync("drover://sessions/read-me/logs?stream=stdout&limit=1"));
        Assert.Equal("one", await ReadAsync("drover://sessions/read-me/logs?stream=stdout&grep=on"));
        Assert.Contains("\"label\":\"read-me\"", await ReadAsync("drover://sessions"), StringComparison.Ordinal);
        Assert.Contains(await fixture.Agent.Client.ListResourceTemplatesAsync(cancellationToken: Patience.Token), template => template.UriTemplate == Template);
    }

    [Theory]
    [InlineData("drover://sessions/nobody/logs")]
    [InlineData("drover://sessions/nobody")]
    [InlineData("drover://sessions/read-me/logs?colour=1")]
    public async Task What_is_no_resource_is_a_protocol_error(string uri) => await Assert.ThrowsAsync<McpProtocolException>(() => ReadAsync(uri));

    [Fact]
    public async Task What_runs_is_listed()
    {
        await fixture.StartAsync("exec sleep 1000", "listed");
        var listed = await fixture.Agent.Client.ListResourcesAsync(cancellationToken: Patience.Token);
        Assert.Contains(listed, resource => resource.Uri == "drover://sessions/listed/logs");
        Assert.Contains(listed, resource => resource.Uri == "drover://sessions");
    }

    [Fact]
    public async Task Names_are_completed_in_templates_and_prompts()
    {
        await fixture.StartAsync("exec sleep 1000", "complete-me");
        var inTemplate = await fixture.Agent.Client.CompleteAsync(new ResourceTemplateReference { Uri = Template }, "id", "comp", cancellationToken: Patience.Token);
        var inPrompt = await fixture.Agent.Client.CompleteAsync(new PromptReference { Name = "debug_process" }, "label", "comp", cancellationToken: Patience.Token);

        Assert.Equal(["complete-me"], inTemplate.Completion.Values);
        Assert.Equal(["complete-me"], inPrompt.Completion.Values);
    }

    [Fact]
    public async Task The_debugging_prompt_has_status_errors_and_events()
    {
        await fixture.RunAsync("echo 'ReferenceError: y' >&2; exit 7", "broken");
        var prompt = await fixture.Agent.Client.GetPromptAsync("debug_process", new Dictionary<string, object?>(StringComparer.Ordinal) { ["label"] = "broken" }, cancellationToken: Patience.Token);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;

        foreach (var part in (string[])["status: exited, exit code 7", "ReferenceError: y", "session.exited: exited 7 after ", "Look at: "])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Subscribers_are_told_of_new_output_and_a_flood_is_not_passed_on()
    {
        await using var agent = await Agent.ConnectAsync(fixture.Daemon, "2025-11-25");
        var told = Channel.CreateUnbounded<string>();
        await using var listening = Told(agent, told);
        var gate = Path.Combine(fixture.Folder(), "go");
        await fixture.StartAsync($"while [ ! -e {gate} ]; do sleep 0.05; done; i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done; exec sleep 1000", "subscribed");
        await agent.Client.SubscribeToResourceAsync("drover://sessions/subscribed/logs", cancellationToken: Patience.Token);
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal("drover://sessions/subscribed/logs", await told.Reader.ReadAsync(Patience.Token));
        await fixture.Agent.CallAsync("wait_for_process", new JsonObject { ["label"] = "subscribed", ["pattern"] = "^19999$" });
        Assert.InRange(told.Reader.Count, 0, 10);
    }

    [Fact]
    public async Task Who_begins_to_listen_while_others_leave_is_told_of_what_comes()
    {
        var changes = fixture.Daemon.Daemon.Daemon.Services.GetRequiredService<McpChanges>();
        await fixture.StartAsync("exec cat", "echoing");
        for (var round = 0; round < 3; round++)
        {
            var leaving = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => changes.Listen(_ => true).Dispose())));
            using var listening = changes.Listen(change => change.Uri == "drover://sessions/echoing/logs");
            await leaving.Patiently();
            await fixture.Agent.CallAsync("send_input", new JsonObject { ["label"] = "echoing", ["text"] = $"{round}\n" });

            await using var told = listening.ReadAsync(Patience.Token).GetAsyncEnumerator(Patience.Token);
            Assert.True(await told.MoveNextAsync());
        }
    }

    [Fact]
    public async Task A_log_can_be_subscribed_to_by_the_beginning_of_its_id_and_with_a_query_and_its_news_have_the_same_name()
    {
        await using var agent = await Agent.ConnectAsync(fixture.Daemon, "2025-11-25");
        var told = Channel.CreateUnbounded<string>();
        await using var listening = Told(agent, told);
        var gate = Path.Combine(fixture.Folder(), "go");
        var id = (await fixture.StartAsync($"while [ ! -e {gate} ]; do sleep 0.05; done; echo news; exec sleep 1000")).GetProperty("id").GetString()!;
        var uri = $"drover://sessions/{id[..12]}/logs?stream=stdout";
        await agent.Client.SubscribeToResourceAsync(uri, cancellationToken: Patience.Token);
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal(uri, await told.Reader.ReadAsync(Patience.Token));
    }

    [Theory]
    [InlineData("drover://sessions/nobody/logs")]
    [InlineData("drover://sessions/nobody/logs?limit=1")]
    [InlineData("drover://session")]
    public async Task A_subscription_that_could_never_tell_anything_is_refused(string uri)
    {
        await using var agent = await Agent.ConnectAsync(fixture.Daemon, "2025-11-25");
        var refused = await Assert.ThrowsAsync<McpProtocolException>(() => agent.Client.SubscribeToResourceAsync(uri, cancellationToken: Patience.Token));
        Assert.Equal(McpErrorCode.ResourceNotFound, refused.ErrorCode);
    }

    private static IAsyncDisposable Told(Agent agent, Channel<string> told) => agent.Client.RegisterNotificationHandler(NotificationMethods.ResourceUpdatedNotification, (notification, _) =>
    {
        told.Writer.TryWrite((string)notification.Params!["uri"]!);
        return ValueTask.CompletedTask;
    });

    private async Task<string> ReadAsync(string uri) =>
        Assert.IsType<TextResourceContents>(Assert.Single((await fixture.Agent.Client.ReadResourceAsync(uri, cancellationToken: Patience.Token)).Contents)).Text;
}

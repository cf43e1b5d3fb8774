using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

/// <summary>The limits that bench/mcp-tokens prints the figures of.</summary>
public sealed class What_agents_pay_for(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const int EightKiB = 8 << 10;
    private const int NineAndAHalfKB = 9_500;

    private static readonly string[] Names =
    [
        "list_processes", "start_process", "restart_process", "stop_process", "wait_for_process", "get_process_output", "get_process_status",
        "get_process_log_paths", "send_input", "search_logs", "list_events",
    ];

    [Fact]
    public async Task The_list_of_the_session_tools_is_no_longer_than_9_500_bytes()
    {
        var tools = (await fixture.Agent.Client.ListToolsAsync(cancellationToken: Patience.Token)).Where(tool => Names.Contains(tool.Name, StringComparer.Ordinal)).ToList();

        Assert.Equal(Names, tools.Select(tool => tool.Name));
        Assert.InRange(tools.Sum(tool => JsonSerializer.SerializeToUtf8Bytes(tool.ProtocolTool, McpJsonUtilities.DefaultOptions).Length + 1), 1, NineAndAHalfKB);
    }

    [Fact]
    public async Task Fixtures_of_the_conformance_suite_are_not_offered_to_agents()
    {
        var client = fixture.Agent.Client;
        var names = (await client.ListToolsAsync(cancellationToken: Patience.Token)).Select(tool => tool.Name)
            .Concat((await client.ListPromptsAsync(cancellationToken: Patience.Token)).Select(prompt => prompt.Name))
            .Concat((await client.ListResourcesAsync(cancellationToken: Patience.Token)).Select(resource => resource.Uri));

        Assert.DoesNotContain(names, name => name.StartsWith("test", StringComparison.Ordinal));
        await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync("test_simple_text", cancellationToken: Patience.Token).AsTask());
    }

    [Fact]
    public async Task No_answer_with_defaults_is_longer_than_8_KiB_however_much_there_is()
    {
        await fixture.RunAsync($"{Children.TestChild} flood lines=5000 width=400; {Children.TestChild} numbered lines=20000", "much");
        for (var i = 0; i < 60; i++)
        {
            await fixture.RunAsync($"echo \"\\\"quoted\\\" {new string('x', 200)} {i}\"; exit {i % 3}");
        }

        foreach (var (tool, arguments) in new (string, JsonObject)[]
        {
            ("list_processes", []),
            ("list_events", []),
            ("search_logs", new() { ["grep"] = "." }),
            ("get_process_output", new() { ["label"] = "much" }),
            ("get_process_status", new() { ["label"] = "much" }),
            ("wait_for_process", new() { ["label"] = "much", ["for"] = "exit" }),
        })
        {
            var text = Agent.TextOf(await fixture.Agent.RawAsync(tool, arguments));
            Assert.True(Encoding.UTF8.GetByteCount(text) <= EightKiB, $"{tool}: {text.Length}");
            Assert.NotEmpty(text);
        }
    }

    [Fact]
    public void Schemas_name_what_the_types_have()
    {
        foreach (var tool in fixture.Daemon.Daemon.Daemon.Services.GetServices<McpTool>().Where(tool => Names.Contains(tool.Name, StringComparer.Ordinal) || tool.Listing.Toolset is "jobs" or "tasks"))
        {
            dynamic typed = tool;
            AssertSame(tool.Name, tool.Listing.Definition.InputSchema, (System.Text.Json.Serialization.Metadata.JsonTypeInfo)typed.InputType);
            AssertSame(tool.Name, tool.Listing.Definition.OutputSchema!.Value, (System.Text.Json.Serialization.Metadata.JsonTypeInfo)typed.OutputType, addsOnly: tool.Name != "get_process_status");
        }
    }

    // What every answer about a process begins with is in one schema only.
    private static void AssertSame(string tool, JsonElement schema, System.Text.Json.Serialization.Metadata.JsonTypeInfo type, bool addsOnly = false) => Assert.True(
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(type.Properties.Where(property => !addsOnly || !BeginsEveryAnswer(type, property.Name)).Select(property => property.Name).Order(StringComparer.Ordinal)),
        $"{tool}: {schema.GetProperty("properties")} against {string.Join(", ", type.Properties.Select(property => property.Name))}");

    private static bool BeginsEveryAnswer(System.Text.Json.Serialization.Metadata.JsonTypeInfo type, string name) =>
        type.Type.IsAssignableTo(typeof(ProcessAnswer))
        && typeof(ProcessAnswer).GetProperties().Any(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) == name);
}

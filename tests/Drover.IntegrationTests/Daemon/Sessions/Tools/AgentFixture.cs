using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

/// <summary>A daemon and an agent for a class of tests.</summary>
public sealed class AgentFixture : IAsyncLifetime
{
    public SessionsDaemon Daemon { get; } = new();

    internal Agent Agent { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Daemon.InitializeAsync();
        Agent = await Agent.ConnectAsync(Daemon);
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Daemon.DisposeAsync();
    }

    /// <summary>A folder of its own for what is started: commands in it are twins of nobody's.</summary>
    public string Folder() => Directory.CreateDirectory(Daemon.Work[Guid.NewGuid().ToString("N")]).FullName;

    internal Task<JsonElement> StartAsync(string command, string? label = null, string? folder = null, JsonObject? wait = null, JsonObject? ready = null)
    {
        var arguments = new JsonObject { ["command"] = command, ["working_directory"] = folder ?? Folder() };
        foreach (var (name, value) in new (string, JsonNode?)[] { ("label", label), ("wait", wait), ("ready", ready) })
        {
            if (value is not null)
            {
                arguments[name] = value;
            }
        }

        return Agent.CallAsync("start_process", arguments);
    }

    /// <summary>Starts a command and waits for its end.</summary>
    internal Task<JsonElement> RunAsync(string command, string? label = null) => StartAsync(command, label, wait: new JsonObject { ["for"] = "exit" });
}

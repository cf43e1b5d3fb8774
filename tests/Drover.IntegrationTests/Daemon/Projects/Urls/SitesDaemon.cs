using System.Net;
using System.Text.Json;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Urls;

/// <summary>A daemon with the project <c>shop</c>: a dev server as <c>web</c>, one on ::1 only as <c>six</c>, and <c>off</c>, which never starts.</summary>
public sealed class SitesDaemon : IAsyncLifetime
{
    private const string Yaml =
        """
        name: shop
        processes:
          web: { command: [node, server.js, 127.0.0.1], port: auto, ready: { port: true } }
          six: { command: [node, server.js, "::1"], port: auto, ready: { log: listening } }
          off: { command: ["sh", "-c", "exit 3"], port: auto }
        """;

    public ProjectsDaemon Projects { get; } = new();

    internal TestDaemon Daemon => Projects.Sessions.Daemon;

    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await Projects.InitializeAsync();
        Projects.Work.Write("shop/server.js", DevServer.Script);
        Ids = (await Projects.UpAsync(Projects.Folder("shop", Yaml))).Sessions;
        foreach (var name in (string[])["web", "six"])
        {
            await Projects.ReadyAsync(Ids[name]);
        }

        await Projects.Sessions.WaitAsync(Ids["off"], new() { For = Contracts.Sessions.WaitFor.Exit });
    }

    public ValueTask DisposeAsync() => Projects.DisposeAsync();

    /// <summary>A request as a browser makes it that opens <c>http://NAME.localhost:PORT/PATH</c>.</summary>
    public HttpRequestMessage Request(string name, string path, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Daemon.Client.BaseAddress!, path));
        request.Headers.Host = $"{name}.localhost:{Daemon.Port}";
        return request;
    }

    public async Task<HttpResponseMessage> AskAsync(string name, string path = "/", string? accept = null)
    {
        using var request = Request(name, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await Daemon.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>What the dev server was asked.</summary>
    internal static async Task<JsonElement> SeenAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return json.RootElement.Clone();
    }
}

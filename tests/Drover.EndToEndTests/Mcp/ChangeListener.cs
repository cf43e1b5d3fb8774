using System.Net.Http.Headers;
using System.Text;
using Drover.TestKit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>Hears of changes by <c>subscriptions/listen</c>; the fixture test_wait causes one when it has ended, however it did.</summary>
internal sealed class ChangeListener : IDisposable
{
    private const string Listen =
        """
        {"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{"notifications":{"promptsListChanged":true},
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """;

    private readonly HttpClient _http;
    private readonly StreamReader _lines;

    private ChangeListener(HttpClient http, Stream answer) => (_http, _lines) = (http, new StreamReader(answer));

    public static async Task<ChangeListener> StartAsync(McpDaemon daemon)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var post = new HttpRequestMessage(HttpMethod.Post, daemon.Url) { Content = new StringContent(Listen, Encoding.UTF8, "application/json") };
        post.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        post.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        post.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        post.Headers.Add("Mcp-Method", "subscriptions/listen");
        var answer = await http.SendAsync(post, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        var listener = new ChangeListener(http, await answer.Content.ReadAsStreamAsync(Patience.Token));
        await listener.HearAsync("acknowledged");
        return listener;
    }

    public Task PromptsChangedAsync() => HearAsync("notifications/prompts/list_changed");

    public void Dispose()
    {
        _lines.Dispose();
        _http.Dispose();
    }

    private async Task HearAsync(string what)
    {
        while (await _lines.ReadLineAsync(Patience.Token) is { } line)
        {
            if (line.Contains(what, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new EndOfStreamException($"The stream ended without {what}.");
    }
}

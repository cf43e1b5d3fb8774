using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Drover.TestKit.Agents;

/// <summary>
/// Stands in for a model: an HTTP server on loopback that speaks as much of Anthropic's Messages API and OpenAI's Responses API as the agents need,
/// and does the given turns one after the other, the last one again and again.
/// </summary>
public sealed class StandInModel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyList<ModelTurn> _turns;
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly Task _serving;
    private int _next;

    private StandInModel(IReadOnlyList<ModelTurn> turns)
    {
        _turns = turns;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    public string Address { get; }

    public static StandInModel With(params IReadOnlyList<ModelTurn> turns) => new(turns);

    /// <summary>The next question to the model that nobody has looked at yet: the body of the request.</summary>
    public async Task<string> AskedAsync() => await _asked.Reader.ReadAsync(Patience.Token).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _serving.Patiently().ConfigureAwait(false);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> answers = [];
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false)));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }

        await Task.WhenAll(answers).ConfigureAwait(false);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream).ConfigureAwait(false) is var (path, body))
                {
                    await DoAsync(stream, path, body).ConfigureAwait(false);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The agent hung up, or the test is over.
            }
        }
    }

    private async Task DoAsync(NetworkStream stream, string path, string body)
    {
        var isClaude = path.StartsWith("/v1/messages?", StringComparison.Ordinal) || path == "/v1/messages";
        if (!isClaude && path != "/v1/responses")
        {
            await SendAsync(stream, "404 Not Found", "application/json", "{}").ConfigureAwait(false);
            return;
        }

        using var question = JsonDocument.Parse(body);
        if (!question.RootElement.TryGetProperty("tools", out var tools) || tools.GetArrayLength() == 0)
        {
            // Asked besides the work: a title, a summary.
            await SendAsync(stream, "200 OK", "text/event-stream", ModelEvents.Claude(0, new ModelTurn.Says("aside"))).ConfigureAwait(false);
            return;
        }

        await _asked.Writer.WriteAsync(body).ConfigureAwait(false);
        var number = Interlocked.Increment(ref _next);
        var turn = _turns[Math.Min(number, _turns.Count) - 1];
        switch (turn)
        {
            case ModelTurn.NeverAnswers:
                await Task.Delay(Timeout.Infinite, _end.Token).ConfigureAwait(false);
                break;
            case ModelTurn.RefusesKey:
                await SendAsync(stream, "401 Unauthorized", "application/json", """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""").ConfigureAwait(false);
                break;
            default:
                var events = isClaude ? ModelEvents.Claude(number, turn) : ModelEvents.Codex(number, turn);
                await SendAsync(stream, "200 OK", "text/event-stream", events, turn is ModelTurn.Breaks ? 1_000 : 0).ConfigureAwait(false);
                break;
        }
    }

    // A length that is not kept is a connection that breaks.
    private static async Task SendAsync(NetworkStream stream, string status, string type, string body, int missing = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length + missing}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head)).ConfigureAwait(false);
        await stream.WriteAsync(bytes).ConfigureAwait(false);
    }

    private async Task<(string Path, string Body)?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[64 << 10];
        int end;
        while ((end = EndOfHead(bytes)) < 0)
        {
            var count = await stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            bytes.AddRange(buffer[..count]);
        }

        var lines = Encoding.ASCII.GetString([.. bytes[..end]]).Split("\r\n");
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } header
            ? int.Parse(header.AsSpan(header.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)
            : 0;
        while (bytes.Count < end + 4 + length)
        {
            var count = await stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            bytes.AddRange(buffer[..count]);
        }

        return (lines[0].Split(' ')[1], Encoding.UTF8.GetString([.. bytes[(end + 4)..]]));
    }

    private static int EndOfHead(List<byte> bytes) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf("\r\n\r\n"u8);
}

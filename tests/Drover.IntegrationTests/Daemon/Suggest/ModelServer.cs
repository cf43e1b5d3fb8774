using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Drover.TestKit;

namespace Drover.IntegrationTests.Daemon.Suggest;

/// <summary>An OpenAI-compatible endpoint that says what a test wants, or nothing, and keeps what it was asked.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;

    public ModelServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>Status, and the whole body; null never answers.</summary>
    public (int Status, string Body)? Answer { get; set; }

    /// <summary>Whether it refuses requests that ask for a form, as some endpoints do.</summary>
    public bool IsStrict { get; set; }

    /// <summary>Head and body of the last request.</summary>
    public string Asked { get; private set; } = "";

    /// <summary>An answer whose message is this text.</summary>
    public void Says(string content) =>
        Answer = (200, "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\"eos\",\"message\":{\"role\":\"assistant\",\"content\":" + JsonSerializer.Serialize(content) + "}}],\"usage\":{}}");

    public async ValueTask DisposeAsync()
    {
        if (_serving.IsCompleted)
        {
            return;
        }

        await _over.CancelAsync();
        await _serving.Patiently();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                open.Add(client);
                Asked = await ReadAsync(client.GetStream());
                if ((IsStrict && Asked.Contains("\"response_format\"", StringComparison.Ordinal) ? (400, "{}") : Answer) is { } answer)
                {
                    var head = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n\r\n";
                    await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + answer.Body), _over.Token);
                    client.Close();
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var got = await stream.ReadAsync(buffer, _over.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, got));
            var all = text.ToString();
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = all.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
            if (got == 0 || (head > 0 && length > 0 && Encoding.UTF8.GetByteCount(all[(head + 4)..]) >= int.Parse(all[(length + 16)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture)))
            {
                return all;
            }
        }
    }
}

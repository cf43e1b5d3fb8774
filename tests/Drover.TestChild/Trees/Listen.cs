using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Drover.TestChild.Trees;

/// <summary>A server: answers every HTTP request with 200. The port is the argument, else <c>PORT</c>, else a free one.</summary>
internal sealed class Listen : IVerb
{
    public string Summary => "[PORT] after-ms=0 (prints 'listening on http://localhost:PORT')";

    public int Run(Options options)
    {
        Thread.Sleep((int)options.Number("after-ms", 0));
        var fromEnvironment = Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        using var listener = new TcpListener(IPAddress.Loopback, (int)options.First(fromEnvironment));
        listener.Start();
        Child.Line($"listening on http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var request = new byte[4096];
        while (true)
        {
            using var client = listener.AcceptSocket();
            if (client.Receive(request) > 0)
            {
                client.Send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"u8);
            }
        }
    }
}

using System.Globalization;
using System.Text.Json;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

/// <summary>The frames of a job as they come, read by the rules of server-sent events.</summary>
internal sealed class JobStream(HttpResponseMessage response) : IDisposable
{
    private StreamReader? _reader;

    public HttpResponseMessage Response => response;

    /// <summary>Comments that came so far.</summary>
    public int Comments { get; private set; }

    /// <summary>The next frame; null when the stream has ended.</summary>
    public async Task<(long Id, JobFrame Frame)?> NextAsync()
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync(Patience.Token));
        long? id = null;
        string? data = null;
        while (await _reader.ReadLineAsync(Patience.Token) is { } line)
        {
            switch (line)
            {
                case "" when data is not null:
                    Assert.NotNull(id);
                    return (id.Value, JsonSerializer.Deserialize(data, DroverJson.Default.JobFrame)!);
                case ['i', 'd', ':', ' ', .. var text]:
                    id = long.Parse(text, CultureInfo.InvariantCulture);
                    break;
                case ['d', 'a', 't', 'a', ':', ' ', .. var text]:
                    data = text;
                    break;
                case [':', ..]:
                    Comments++;
                    break;
                default:
                    Assert.Equal("", line);
                    break;
            }
        }

        return null;
    }

    public async Task<(long Id, JobFrame Frame)> ExpectAsync(string type)
    {
        var next = await NextAsync();
        Assert.NotNull(next);
        Assert.Equal(type, next.Value.Frame.Type);
        return next.Value;
    }

    public async Task<List<(long Id, JobFrame Frame)>> RestAsync()
    {
        var frames = new List<(long, JobFrame)>();
        while (await NextAsync() is { } next)
        {
            frames.Add(next);
        }

        return frames;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        response.Dispose();
    }
}

using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Drover.Contracts.Json;
using Drover.Contracts.Jobs;
using Drover.Daemon.Edges.Http;
using Drover.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.UnitTests.Daemon.Edges;

/// <summary>What a stream of events sends while there is nothing to send.</summary>
public sealed class RecordStreamTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Pipe _wire = new();
    private readonly Channel<JobFrame> _frames = Channel.CreateUnbounded<JobFrame>();

    [Fact]
    public async Task A_silent_stream_of_events_has_a_comment_every_15_seconds()
    {
        var sending = SendAsync(http => new SseWriter(http));
        for (var silences = 0; silences < 3; silences++)
        {
            await SilentAsync();
            _time.Advance(TimeSpan.FromSeconds(14.9));
            Assert.False(_wire.Reader.TryRead(out _));
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(": \n\n", await ReadAsync());
        }

        await _frames.Writer.WriteAsync(new JobFrame { Type = "gap", Dropped = 1 });
        Assert.Equal("id: 7\ndata: {\"type\":\"gap\",\"dropped\":1}\n\n", await ReadAsync());
        _frames.Writer.Complete();
        await sending.Patiently();
    }

    [Fact]
    public async Task Silent_lines_of_JSON_stay_silent()
    {
        var sending = SendAsync(http => new NdjsonWriter(http));
        await SilentAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        await SilentAsync();
        _frames.Writer.Complete();
        await sending.Patiently();
        Assert.False(_wire.Reader.TryRead(out var read) && read.Buffer.Length > 0);
    }

    private Task SendAsync(Func<HttpContext, RecordWriter> writer)
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_wire.Writer.AsStream()));
        var stream = new RecordStream(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _time, NullLogger<RecordStream>.Instance);
        return stream.SendAsync(http, writer(http), ends => _frames.Reader.ReadAllAsync(ends), (to, frame) => to.Write(7, frame, DroverJson.Default.JobFrame));
    }

    // The stream counts anew only after what it wrote is on its way.
    private async Task SilentAsync()
    {
        while (_time.NextTimerIn != RecordStream.HeartbeatInterval)
        {
            Patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<string> ReadAsync()
    {
        var read = await _wire.Reader.ReadAsync(Patience.Token);
        var text = Encoding.UTF8.GetString(read.Buffer);
        _wire.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}

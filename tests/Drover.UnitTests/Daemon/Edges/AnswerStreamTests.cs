using Drover.Daemon.Edges.Mcp.Http;
using Drover.Daemon.Edges.Mcp.Sessions;
using Drover.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Drover.UnitTests.Daemon.Edges;

/// <summary>Streams of events to clients that do not read, and that are gone.</summary>
public sealed class AnswerStreamTests
{
    private static readonly byte[] Event = "data: {}\n\n"u8.ToArray();

    [Fact]
    public async Task A_write_to_a_client_that_does_not_read_is_stopped_when_the_answer_is_over()
    {
        var body = new StuckStream();
        var answer = await StartedAsync(body);
        var writing = answer.WriteAsync(Event, CancellationToken.None).AsTask();
        await body.Entered.Patiently();

        await answer.DisposeAsync().AsTask().Patiently();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.Patiently());
    }

    [Fact]
    public async Task The_newest_stream_of_a_session_gets_what_is_said_and_the_one_before_ends()
    {
        await using var session = new UnsolicitedStream();
        var (first, second) = (new MemoryStream(), new MemoryStream());
        await using var old = await StartedAsync(first);
        await using var young = await StartedAsync(second);
        var held = session.AttachAsync(old, CancellationToken.None);
        await session.WriteAsync(Event);
        using var gone = new CancellationTokenSource();
        var newest = session.AttachAsync(young, gone.Token);
        await held.Patiently();
        await session.WriteAsync(Event);

        Assert.Equal((Event.Length, Event.Length), (first.Length, second.Length));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => newest.Patiently());
        await session.WriteAsync(Event);
        Assert.Equal((Event.Length, Event.Length), (first.Length, second.Length));
    }

    [Fact]
    public async Task A_stream_whose_client_is_gone_loses_what_is_said_and_the_next_one_hears_again()
    {
        await using var session = new UnsolicitedStream();
        var stuck = new StuckStream();
        var lost = await StartedAsync(stuck);
        var held = session.AttachAsync(lost, CancellationToken.None);
        var writing = session.WriteAsync(Event).AsTask();
        await stuck.Entered.Patiently();
        await lost.DisposeAsync();
        await writing.Patiently();
        await session.WriteAsync(Event);

        var heard = new MemoryStream();
        await using var next = await StartedAsync(heard);
        var attached = session.AttachAsync(next, CancellationToken.None);
        await held.Patiently();
        await session.WriteAsync(Event);

        Assert.Equal(Event, heard.ToArray());
        session.End();
        await attached.Patiently();
    }

    private static async Task<AnswerStream> StartedAsync(Stream body)
    {
        var http = new DefaultHttpContext();
        http.Response.Body = body;
        var answer = new AnswerStream(http, streamsOnly: true);
        await answer.StartAsync(null);
        return answer;
    }

    /// <summary>A connection whose buffers are full.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _entered.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
    }
}

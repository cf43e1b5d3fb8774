using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Edges.Mcp.Serving;
using Drover.Daemon.Edges.Mcp.Sessions;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;
using Xunit;

namespace Drover.UnitTests.Daemon.Edges;

/// <summary>How long sessions of MCP clients live, on a clock that the test moves.</summary>
public sealed class McpSessionsTests : IAsyncDisposable
{
    private const string Revision = "2025-11-25";

    private static readonly TimeSpan JustBefore = TimeSpan.FromMinutes(29);
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(36);

    private readonly ManualTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly McpSessions _sessions;

    public McpSessionsTests() =>
        _sessions = new McpSessions(new McpOptions(new McpServerOptions()), new McpChanges(), new McpSubscriptions(), new SessionIds([1, 2, 3]), _time, NullLoggerFactory.Instance, _services);

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task One_that_nobody_has_used_for_half_an_hour_is_let_go_and_one_in_use_stays()
    {
        var idle = await BeginAsync();
        using var used = await _sessions.StartAsync();

        _time.Advance(JustBefore);
        Assert.Equal(2, _sessions.Count);
        _time.Advance(LongEnough - JustBefore);
        await Patience.UntilAsync(() => _sessions.Count == 1);

        using var same = await _sessions.FindAsync(used!.Session.Id, Revision);
        Assert.Same(used.Session, same!.Session);
        using var again = await _sessions.FindAsync(idle.Id, Revision);
        Assert.NotSame(idle, again!.Session);
        Assert.Equal(idle.Id, again.Session.Id);
    }

    [Fact]
    public async Task Being_used_once_more_begins_the_half_hour_anew()
    {
        var session = await BeginAsync();
        _time.Advance(JustBefore);
        (await _sessions.FindAsync(session.Id, Revision))!.Dispose();
        _time.Advance(JustBefore);

        await _sessions.SweepAsync();

        using var same = await _sessions.FindAsync(session.Id, Revision);
        Assert.Same(session, same!.Session);
    }

    [Fact]
    public async Task When_there_are_too_many_the_one_idle_longest_makes_room()
    {
        var oldest = await BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = await BeginAsync();
        for (var n = 2; n < McpSessions.Most; n++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await BeginAsync();
        }

        await BeginAsync();

        Assert.Equal(McpSessions.Most, _sessions.Count);
        using var kept = await _sessions.FindAsync(second.Id, Revision);
        Assert.Same(second, kept!.Session);
        using var revived = await _sessions.FindAsync(oldest.Id, Revision);
        Assert.NotSame(oldest, revived!.Session);
        Assert.Equal(McpSessions.Most, _sessions.Count);
    }

    [Fact]
    public async Task When_all_are_in_use_there_is_no_room_until_one_is_free()
    {
        var uses = new List<SessionUse>();
        for (var n = 0; n < McpSessions.Most; n++)
        {
            uses.Add((await _sessions.StartAsync())!);
        }

        Assert.Null(await _sessions.StartAsync());
        uses[7].Dispose();
        using var room = await _sessions.StartAsync();

        Assert.NotNull(room);
        Assert.Null(uses[7].Session.TryUse());
        uses.RemoveAt(7);
        uses.ForEach(use => use.Dispose());
    }

    [Fact]
    public async Task Who_finds_a_session_while_it_is_let_go_gets_a_living_one_and_all_get_the_same()
    {
        var id = (await BeginAsync()).Id;
        for (var round = 0; round < 50; round++)
        {
            _time.Advance(LongEnough);
            var sweep = Task.Run(_sessions.SweepAsync);
            var uses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await _sessions.FindAsync(id, Revision))));
            await sweep.Patiently();

            Assert.Single(uses.Select(use => use!.Session).Distinct());
            Assert.False(uses[0]!.Session.TryRetire());
            Assert.Equal(1, _sessions.Count);
            Array.ForEach(uses, use => use!.Dispose());
        }
    }

    [Fact]
    public async Task One_that_its_client_has_ended_does_not_come_back()
    {
        var session = await BeginAsync();

        Assert.True(await _sessions.EndAsync(session.Id));
        Assert.False(await _sessions.EndAsync(session.Id));
        Assert.Null(await _sessions.FindAsync(session.Id, Revision));
        Assert.Equal(0, _sessions.Count);
    }

    private async Task<McpSession> BeginAsync()
    {
        using var use = await _sessions.StartAsync();
        return use!.Session;
    }
}

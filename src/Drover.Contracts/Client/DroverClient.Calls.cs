using System.Globalization;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;

namespace Drover.Contracts.Client;

/// <content>One method for each path of the sessions contract.</content>
public sealed partial class DroverClient
{
    private const string Ndjson = "application/x-ndjson";

    /// <summary><c>GET /healthz</c>: who is there.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<Health>>> HealthAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/healthz"), json => Read(json, all => all.Health), cancellation);

    /// <summary><c>GET /v1/sessions</c>, newest first.</summary>
    /// <param name="state">Only these states, comma-separated.</param>
    /// <param name="label">Only this label.</param>
    /// <param name="cwd">Only this working directory.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionList>>> ListAsync(string? state = null, string? label = null, string? cwd = null, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/sessions" + new QueryText().Add("state", state).Add("label", label).Add("cwd", cwd)), SessionListReader.Read, cancellation);

    /// <summary><c>POST /v1/sessions</c>: starts one.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="cancellation">Ends the call, not the session.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionCreated>>> CreateAsync(SessionSpec spec, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var call = new HttpCall("POST", "/v1/sessions") { Body = SessionSpecWriter.Write(spec), ContentType = "application/json" };
        return CallAsync(call, SessionSpecWriter.ReadCreated, cancellation);
    }

    /// <summary><c>GET /v1/sessions/{id}</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<Session>>> GetAsync(string session, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", Of(session)), json => Read(json, all => all.Session), cancellation);

    /// <summary><c>POST …/restart</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="request">How; null for the session's own way.</param>
    /// <param name="cancellation">Ends the call, not the restart.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionActed>>> RestartAsync(string session, RestartRequest? request = null, CancellationToken cancellation = default)
        => ActAsync(request is null ? Post(Of(session, "/restart")) : Post(Of(session, "/restart"), request, DroverJson.Default.RestartRequest), cancellation);

    /// <summary><c>POST …/stop</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="request">How; null for the session's own way.</param>
    /// <param name="cancellation">Ends the call, not the stop.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionActed>>> StopAsync(string session, StopRequest? request = null, CancellationToken cancellation = default)
        => ActAsync(request is null ? Post(Of(session, "/stop")) : Post(Of(session, "/stop"), request, DroverJson.Default.StopRequest), cancellation);

    /// <summary><c>POST …/signal</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="signal">Name or number.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionActed>>> SignalAsync(string session, string signal, CancellationToken cancellation = default)
        => ActAsync(Post(Of(session, "/signal"), new SignalRequest(signal), DroverJson.Default.SignalRequest), cancellation);

    /// <summary><c>POST …/stdin</c> with a raw body.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="bytes">What to write, as it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<StdinWritten>>> WriteAsync(string session, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("POST", Of(session, "/stdin")) { Body = bytes, ContentType = "application/octet-stream" },
            json => Read(json, all => all.StdinWritten),
            cancellation);

    /// <summary><c>POST …/stdin?close=1</c>: what was written is still read, then the end.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<StdinWritten>>> CloseInputAsync(string session, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("POST", Of(session, "/stdin?close=1")) { Body = ReadOnlyMemory<byte>.Empty, ContentType = "application/octet-stream" },
            json => Read(json, all => all.StdinWritten),
            cancellation);

    /// <summary><c>POST …/wait</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="request">What to wait for.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<WaitResult>>> WaitAsync(string session, WaitRequest request, CancellationToken cancellation = default)
        => CallAsync(Post(Of(session, "/wait"), request, DroverJson.Default.WaitRequest), json => Read(json, all => all.WaitResult), cancellation);

    /// <summary><c>DELETE /v1/sessions/{id}</c>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="force">Stop it first when it is active.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<SessionActed>>> RemoveAsync(string session, bool force, CancellationToken cancellation = default)
        => ActAsync(new HttpCall("DELETE", Of(session, force ? "?force=1" : "")), cancellation);

    /// <summary><c>GET …/runs</c>, newest first.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<RunList>>> RunsAsync(string session, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", Of(session, "/runs")), json => Read(json, all => all.RunList), cancellation);

    /// <summary><c>GET …/logs</c> or <c>…/head</c>: what is there now.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="request">Which lines.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<LogPage>>> LogsAsync(string session, LogRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(new HttpCall("GET", Of(session, request.FromStart ? "/head" : "/logs") + request.ToQuery()), LogPageReader.Read, cancellation);
    }

    /// <summary><c>GET …/logs?follow=1</c> as NDJSON; read its lines with <see cref="LogRecordReader"/>.</summary>
    /// <param name="session">UUID, prefix or label.</param>
    /// <param name="request">Which lines.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> FollowAsync(string session, LogRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return StreamAsync(new HttpCall("GET", Of(session, "/logs") + request.ToQuery().Add("follow", "1").Add("format", "ndjson")) { Accept = Ndjson }, cancellation);
    }

    /// <summary>A log in a form of the daemon's own (<c>text</c>, <c>sse</c>, <c>raw</c>, …), line by line.</summary>
    /// <param name="sessions">One session, or several to be merged.</param>
    /// <param name="request">Which lines.</param>
    /// <param name="format">Value of <c>format=</c>.</param>
    /// <param name="follow">Whether to go on.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> LogTextAsync(IReadOnlyList<string> sessions, LogRequest request, string format, bool follow, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery().Add("follow", follow ? "1" : null).Add("format", format);
        var path = sessions.Count == 1
            ? Of(sessions[0], request.FromStart ? "/head" : "/logs") + query
            : "/v1/logs" + query.Add("sessions", string.Join(',', sessions));
        return StreamAsync(new HttpCall("GET", path) { Accept = "*/*" }, cancellation);
    }

    /// <summary><c>GET /v1/logs</c>: several sessions merged by time.</summary>
    /// <param name="sessions">UUIDs, prefixes or labels.</param>
    /// <param name="request">Which lines.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<MergedLogPage>>> MergedLogsAsync(IReadOnlyList<string> sessions, LogRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(new HttpCall("GET", "/v1/logs" + request.ToQuery().Add("sessions", string.Join(',', sessions))), LogPageReader.ReadMerged, cancellation);
    }

    /// <summary><c>GET /v1/logs?follow=1</c> as server-sent events, whose ids are cursors; also for one session.</summary>
    /// <param name="sessions">UUIDs, prefixes or labels.</param>
    /// <param name="request">Which lines.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> FollowMergedAsync(IReadOnlyList<string> sessions, LogRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery().Add("follow", "1").Add("format", "sse").Add("sessions", string.Join(',', sessions));
        return StreamAsync(new HttpCall("GET", "/v1/logs" + query) { Accept = "text/event-stream" }, cancellation);
    }

    /// <summary><c>GET /v1/events</c>: what is there now.</summary>
    /// <param name="sinceSeq">Events from this number on.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<EventPage>>> EventsAsync(long? sinceSeq = null, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/events" + EventQuery(sinceSeq)), json => Read(json, all => all.EventPage), cancellation);

    /// <summary><c>GET /v1/events?follow=1</c> as NDJSON.</summary>
    /// <param name="sinceSeq">Events from this number on; null for new ones only.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> FollowEventsAsync(long? sinceSeq = null, CancellationToken cancellation = default)
        => StreamAsync(new HttpCall("GET", "/v1/events" + EventQuery(sinceSeq).Add("follow", "1").Add("format", "ndjson")) { Accept = Ndjson }, cancellation);

    /// <summary>Reads one line of <see cref="FollowEventsAsync"/>.</summary>
    /// <param name="json">The line.</param>
    /// <returns>The event.</returns>
    public static DroverEvent ReadEvent(ReadOnlyMemory<byte> json) => Read(json, all => all.DroverEvent);

    /// <summary><c>POST /v1/prune</c>.</summary>
    /// <param name="request">Which ended sessions go.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<PruneResult>>> PruneAsync(PruneRequest request, CancellationToken cancellation = default)
        => CallAsync(Post("/v1/prune", request, DroverJson.Default.PruneRequest), json => Read(json, all => all.PruneResult), cancellation);

    /// <summary><c>GET /v1/daemon</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<DaemonStatus>>> DaemonAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/daemon"), json => Read(json, all => all.DaemonStatus), cancellation);

    /// <summary><c>POST /v1/daemon/stop</c>.</summary>
    /// <param name="keep">Leave the sessions running.</param>
    /// <param name="cancellation">Ends the call, not the stop.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<DaemonStopping>>> StopDaemonAsync(bool keep, CancellationToken cancellation = default)
        => CallAsync(
            Post("/v1/daemon/stop", new DaemonStopRequest { Keep = keep }, DroverJson.Default.DaemonStopRequest),
            json => Read(json, all => all.DaemonStopping),
            cancellation);

    /// <summary><c>GET /v1/config</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<ConfigView>>> ConfigAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/config"), json => Read(json, all => all.ConfigView), cancellation);

    private static QueryText EventQuery(long? sinceSeq) => new QueryText().Add("since_seq", sinceSeq?.ToString(CultureInfo.InvariantCulture));

    private Task<Result<Answer<SessionActed>>> ActAsync(HttpCall call, CancellationToken cancellation)
        => CallAsync(call, json => Read(json, all => all.SessionActed), cancellation);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Follows one log or several merged ones as server-sent events. Their ids say where each record stands, also in the middle of several logs; so
/// following goes on behind the last record when the daemon comes back.
/// </summary>
/// <remarks>A sample: <code>
/// id: 17
/// data: {"seq":17,"ts":"…","stream":"stdout","run":1,"line":"ready"}
/// </code></remarks>
/// <param name="client">The daemon.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="request">Which lines.</param>
/// <param name="isMerged">Whether the logs are read as merged ones; true for several.</param>
internal sealed class EventFollower(DroverClient client, IReadOnlyList<string> sessions, LogRequest request, bool isMerged)
{
    private string? _last;
    private string? _id;
    private bool _isError;

    /// <summary>Calls back with the id and the JSON of each record, and with <c>idle</c> when the next one is not there yet.</summary>
    /// <returns>Null when the logs have ended; otherwise why following them was given up.</returns>
    internal Task<Error?> RunAsync(Action<string?, ReadOnlyMemory<byte>> take, Action idle, CancellationToken cancellation) =>
        FollowedStream.RunAsync(OpenAsync, line => Read(line, take), idle, cancellation);

    private Task<Result<LineStream>> OpenAsync(CancellationToken ends)
    {
        // What an earlier connection did not bring to its end comes again whole.
        (_id, _isError) = (null, false);
        var rest = _last is null ? request
            : isMerged ? request with { Cursor = _last, Limit = null, Since = null, SinceSeq = null }
            : request with { SinceSeq = long.Parse(_last, CultureInfo.InvariantCulture) + 1, Limit = null, Since = null };
        return isMerged ? client.FollowMergedAsync(sessions, rest, ends) : client.LogTextAsync(sessions, rest, "sse", follow: true, ends);
    }

    private Error? Read(ReadOnlyMemory<byte> line, Action<string?, ReadOnlyMemory<byte>> take)
    {
        if (line.Span.StartsWith("id: "u8))
        {
            _id = Encoding.ASCII.GetString(line.Span[4..]);
        }

        _isError |= line.Span.SequenceEqual("event: error"u8);
        if (!line.Span.StartsWith("data: "u8))
        {
            return null;
        }

        var json = line[6..];
        if (_isError)
        {
            return JsonSerializer.Deserialize(json.Span, DroverJson.Default.ProblemBody) is { } problem ? new Error(problem.Code, problem.Detail ?? problem.Title) : null;
        }

        take(_id, json);
        (_last, _id) = (_id ?? _last, null);
        return null;
    }
}

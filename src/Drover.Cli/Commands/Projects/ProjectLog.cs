using System.Text;
using System.Text.Json;
using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;

namespace Drover.Cli.Commands.Projects;

/// <summary>
/// The common log of a scope, in the order of time, over restarts of the daemon. It is over when all of the sessions have ended; one that ended and
/// is started again before that goes on.
/// </summary>
internal sealed class ProjectLog(DroverClient client, ProjectScope scope, IProjectLines lines)
{
    // Without a cursor all sessions are new, and all of their first lines are wanted.
    private const int Everything = 10_000;

    private string? _cursor = scope.Cursor;
    private string? _next;
    private bool _isError;

    /// <returns>Null when all have ended; otherwise why following was given up.</returns>
    internal Task<Error?> RunAsync(CancellationToken cancellation) => scope.Processes.Count == 0
        ? Task.FromResult<Error?>(null)
        : FollowedStream.RunAsync(
            ends => client.FollowMergedAsync(
                [.. scope.Processes.Select(process => process.Session)],
                new LogRequest { Cursor = _cursor, Limit = _cursor is null ? Everything : null, Ansi = lines.Ansi },
                ends),
            line => Read(line.Span),
            lines.Flush,
            cancellation);

    // Server-sent events, because those tell the cursor behind each entry:
    // id: CURSOR
    // data: {"seq":7,…,"session_id":"…"}
    private Error? Read(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("id: "u8))
        {
            _next = Encoding.ASCII.GetString(line[4..]);
        }

        _isError |= line.SequenceEqual("event: error"u8);
        if (!line.StartsWith("data: "u8))
        {
            return null;
        }

        var json = line[6..];
        if (_isError)
        {
            _isError = false;
            return JsonSerializer.Deserialize(json, DroverJson.Default.ProblemBody) is { } problem ? new Error(problem.Code, problem.Detail ?? problem.Title) : null;
        }

        lines.Show(LogRecordReader.Read(json));
        _cursor = _next ?? _cursor;
        return null;
    }
}

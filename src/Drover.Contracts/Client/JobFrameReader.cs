using System.Buffers.Text;
using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;

namespace Drover.Contracts.Client;

/// <summary>Puts the lines of a job's server-sent events together again.</summary>
public sealed class JobFrameReader
{
    private long? _id;
    private bool _isError;

    /// <summary>Number of the last event that was read: where to go on with another stream. Null before the first.</summary>
    public long? LastId { get; private set; }

    /// <summary>The JSON of the last event that was read. Valid as long as its line.</summary>
    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <summary>Takes the next line.</summary>
    /// <param name="line">Without its newline.</param>
    /// <returns>The event that it completes; null when it completes none; the failure that ended the stream.</returns>
    /// <exception cref="JsonException">It is not what this version understands.</exception>
    public Result<JobFrame?> Take(ReadOnlyMemory<byte> line)
    {
        var text = line.Span;
        if (text.StartsWith("id: "u8))
        {
            _id = Utf8Parser.TryParse(text[4..], out long id, out _) ? id : throw new JsonException("The id of an event is no number.");
        }
        else if (text.StartsWith("event: "u8))
        {
            _isError = text[7..].SequenceEqual("error"u8);
        }
        else if (text.StartsWith("data: "u8))
        {
            Json = line[6..];
            if (_isError)
            {
                var problem = DroverClient.Read(Json, json => json.ProblemBody);
                return new Error(problem.Code, problem.Detail, problem.Details);
            }

            LastId = _id ?? LastId;
            return Read(Json.Span);
        }

        return (JobFrame?)null;
    }

    /// <summary>A stream begins anew, behind <see cref="LastId"/>.</summary>
    public void StartOver() => (_id, _isError) = (null, false);

    // {"type":"stdout","line":"…"}: the two kinds of frame of which there are many; the others are read as everything else is.
    private static JobFrame Read(ReadOnlySpan<byte> json)
    {
        var type = json.StartsWith("{\"type\":\"stdout\","u8) ? "stdout" : json.StartsWith("{\"type\":\"stderr\","u8) ? "stderr" : null;
        if (type is null)
        {
            return JsonSerializer.Deserialize(json, DroverClient.Lenient.Value.JobFrame) ?? throw new JsonException("The event is null.");
        }

        string? line = null;
        bool? continued = null;
        byte[]? raw = null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("line"u8)) { reader.Read(); line = reader.GetString(); }
            else if (reader.ValueTextEquals("continued"u8)) { reader.Read(); continued = reader.GetBoolean(); }
            else if (reader.ValueTextEquals("raw"u8)) { reader.Read(); raw = reader.GetBytesFromBase64(); }
            else { reader.Read(); reader.Skip(); }
        }

        return new JobFrame { Type = type, Line = line, Continued = continued, Raw = raw };
    }
}

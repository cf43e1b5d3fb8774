using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>One JSON object a line. A failure ends it with the line <c>{"error":{problem}}</c>. No heartbeat: strict readers know no empty line.</summary>
internal sealed class NdjsonWriter(HttpContext http) : RecordWriter(http)
{
    protected override string ContentType => "application/x-ndjson";

    public override void Write<T>(string? id, T record, JsonTypeInfo<T> type)
    {
        WriteJson(record, type);
        Output.Write("\n"u8);
    }

    protected override void WriteFailure(ProblemBody problem)
    {
        Output.Write("{\"error\":"u8);
        WriteJson(problem, DroverJson.Default.ProblemBody);
        Output.Write("}\n"u8);
    }
}

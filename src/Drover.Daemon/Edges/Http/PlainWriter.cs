using System.Buffers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>Lines as text or as bytes. A failure is the last line of text; among bytes nothing else may stand, so there the connection breaks.</summary>
internal sealed class PlainWriter(HttpContext http, bool binary) : RecordWriter(http)
{
    private readonly HttpContext _http = http;

    protected override string ContentType => binary ? "application/octet-stream" : "text/plain; charset=utf-8";

    public void WriteLine(ReadOnlySpan<char> text)
    {
        _ = Encoding.UTF8.GetBytes(text, Output);
        Output.Write("\n"u8);
    }

    public void WriteText(ReadOnlySpan<char> text) => _ = Encoding.UTF8.GetBytes(text, Output);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => Output.Write(bytes);

    public override void Write<T>(string? id, T record, JsonTypeInfo<T> type) => throw new NotSupportedException("Plain answers have lines, not records.");

    protected override void WriteFailure(ProblemBody problem)
    {
        if (binary)
        {
            _http.Abort();
        }
        else
        {
            WriteLine($"[error] {problem.Detail} ({problem.Code})");
        }
    }
}

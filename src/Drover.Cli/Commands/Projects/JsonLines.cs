using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Json;

namespace Drover.Cli.Commands.Projects;

/// <summary>Entries as the daemon tells them for several sessions, one a line.</summary>
internal sealed class JsonLines(TextWriter output) : IProjectLines
{
    private readonly Lock _gate = new();

    public string? Ansi => null;

    public void Show(ScopedProcess process, LogRecord record)
    {
        var json = record.Entry is { } entry ? JsonSerializer.Serialize(entry with { SessionId = process.Session }, DroverJson.Default.LogEntry)
            : record.Gap is { } gap ? JsonSerializer.Serialize(new(gap), DroverJson.Default.LogGapRecord)
            : null;
        if (json is not null)
        {
            lock (_gate)
            {
                output.Write(json + "\n");
            }
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            output.Flush();
        }
    }
}

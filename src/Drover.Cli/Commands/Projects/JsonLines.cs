using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Json;

namespace Drover.Cli.Commands.Projects;

/// <summary>Entries as the daemon tells them for several sessions, one a line.</summary>
internal sealed class JsonLines(TextWriter output) : IProjectLines
{
    public string? Ansi => null;

    public void Show(LogRecord record)
    {
        var json = record.Entry is { } entry ? JsonSerializer.Serialize(entry, DroverJson.Default.LogEntry)
            : record.Gap is { } gap ? JsonSerializer.Serialize(new(gap), DroverJson.Default.LogGapRecord)
            : null;
        if (json is not null)
        {
            output.Write(json + "\n");
        }
    }

    public void Flush() => output.Flush();
}

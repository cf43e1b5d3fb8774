using System.Text;
using System.Text.Json;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>
/// TOML: a table <c>[mcp_servers.drover]</c> with <c>command = "…"</c> and <c>args = ["mcp"]</c>. Whole tables are added and taken away at
/// their headers; every other line stays as it is.
/// </summary>
/// <param name="key">The table that holds the servers.</param>
internal sealed class TomlClientConfig(string key) : IClientConfig
{
    // Codex gives a tool 60 s unless told otherwise; a wait for a build may be longer.
    private const int ToolTimeoutSeconds = 600;

    public string Add(string text, ServerEntry entry)
    {
        var table = Table(entry);
        var tables = TomlTables.Find(text, key, ServerEntry.Name);
        if (tables.Count == 0)
        {
            var gap = text.Length == 0 || text.EndsWith("\n\n", StringComparison.Ordinal) ? "" : text.EndsWith('\n') ? "\n" : "\n\n";
            return text + gap + table;
        }

        var (first, end) = tables[0];
        if (tables.Count == 1 && text[first..end].TrimEnd() == table.TrimEnd())
        {
            return text;
        }

        var rest = Without(text, tables);
        return rest[..first] + table + (rest.Length > first ? "\n" : "") + rest[first..];
    }

    public string Remove(string text)
    {
        var tables = TomlTables.Find(text, key, ServerEntry.Name);
        if (tables.Count == 0)
        {
            return text;
        }

        // The empty line that Add put in front of the table goes with it when the table was the last thing in the file.
        var rest = Without(text, tables);
        var wasLast = tables[^1].End == text.Length;
        return rest.Length == 0 || !wasLast ? rest : rest.TrimEnd('\n') + "\n";
    }

    private static string Without(string text, IReadOnlyList<(int Start, int End)> tables)
    {
        foreach (var (start, end) in tables.Reverse())
        {
            text = text.Remove(start, end - start);
        }

        return text;
    }

    private string Table(ServerEntry entry)
    {
        var table = new StringBuilder();
        table.Append('[').Append(key).Append('.').Append(ServerEntry.Name).Append("]\n");
        table.Append("command = ").Append(Quote(entry.Command)).Append('\n');
        table.Append("args = [").AppendJoin(", ", entry.Arguments.Select(Quote)).Append("]\n");
        table.Append("tool_timeout_sec = ").Append(ToolTimeoutSeconds).Append('\n');
        if (entry.Environment.Count > 0)
        {
            table.Append("env = { ").AppendJoin(", ", entry.Environment.Select(pair => $"{Quote(pair.Key)} = {Quote(pair.Value)}")).Append(" }\n");
        }

        return table.ToString();
    }

    // A basic string of TOML takes every escape that JSON writes.
    private static string Quote(string value) => $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}

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
    private const string Environment = "env";

    public string Add(string text, ServerEntry entry)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (TomlTables.Find(text, key, ServerEntry.Name).Count > 0)
        {
            return Update(text, entry, newline);
        }

        var gap = text.Length == 0 || text.EndsWith(newline + newline, StringComparison.Ordinal) ? "" : text.EndsWith('\n') ? newline : newline + newline;
        return text + gap + Table(entry).ReplaceLineEndings(newline);
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
        return rest.Length == 0 || !wasLast ? rest : rest.TrimEnd('\r', '\n') + (rest.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");
    }

    // What the user has added to the entry stays: enabled_tools, limits of time, variables. An address would say another transport than the command does.
    private string Update(string text, ServerEntry entry, string newline)
    {
        if (!TomlText.Statements(text).Any(statement => statement.IsHeader && statement.Table.Count == 2 && statement.IsBelow(key, ServerEntry.Name)))
        {
            var first = TomlTables.Find(text, key, ServerEntry.Name)[0].Start;
            return text.Insert(first, (Table(entry) + "\n").ReplaceLineEndings(newline));
        }

        text = Set(text, ["command"], Quote(entry.Command), newline);
        text = Set(text, ["args"], Arguments(entry), newline);
        text = Unset(text, ["url"]);
        text = Statement(text, ["tool_timeout_sec"]) is null ? Set(text, ["tool_timeout_sec"], $"{ToolTimeoutSeconds}", newline) : text;
        return SetHome(text, entry, newline);
    }

    // Variables stand in a table of their own, or within braces, or with dots.
    private string SetHome(string text, ServerEntry entry, string newline)
    {
        string[] home = [Environment, ServerEntry.HomeVariable];
        var value = entry.Environment.TryGetValue(ServerEntry.HomeVariable, out var path) ? Quote(path) : null;
        if (Statement(text, [Environment]) is { } braces && text[braces.ValueStart] == '{')
        {
            var pairs = TomlText.Pairs(text, braces.ValueStart);
            var index = pairs.ToList().FindIndex(pair => pair.Key == ServerEntry.HomeVariable);
            return (index, value) switch
            {
                (-1, null) => text,
                (-1, _) => text.Insert(braces.ValueStart + 1, $" {Quote(ServerEntry.HomeVariable)} = {value}{(pairs.Count > 0 ? "," : " ")}"),
                (_, null) when pairs.Count == 1 => Unset(text, [Environment]),
                (_, null) when index == 0 => text[..pairs[0].Start] + text[pairs[1].Start..],
                (_, null) => text[..pairs[index - 1].End] + text[pairs[index].End..],
                _ => text[..pairs[index].ValueStart] + value + text[pairs[index].End..],
            };
        }

        var hasTable = TomlText.Statements(text).Any(statement => IsHeaderOf(statement, [Environment]));
        return value is null ? Unset(text, home)
            : hasTable || Statement(text, home) is not null ? Set(text, home, value, newline)
            : Set(text, [Environment], $"{{ {Quote(ServerEntry.HomeVariable)} = {value} }}", newline);
    }

    private string Set(string text, string[] path, string value, string newline)
    {
        if (Statement(text, path) is { } known)
        {
            return text[..known.ValueStart] + value + text[known.ValueEnd..];
        }

        // Behind the last line of the table that it belongs to.
        var statements = TomlText.Statements(text);
        var parent = path[..^1];
        var index = statements.ToList().FindLastIndex(statement => IsHeaderOf(statement, parent));
        var last = statements.Skip(index).TakeWhile((statement, n) => n == 0 || !statement.IsHeader).Last();
        var isOpen = last.End == text.Length && !text.EndsWith('\n');
        return text.Insert(last.End, $"{(isOpen ? newline : "")}{path[^1]} = {value}{newline}");
    }

    private string Unset(string text, string[] path) => Statement(text, path) is { } known ? text.Remove(known.Start, known.End - known.Start) : text;

    private TomlStatement? Statement(string text, string[] path) =>
        TomlText.Statements(text).FirstOrDefault(statement => !statement.IsHeader && statement.FullKey.SequenceEqual([key, ServerEntry.Name, .. path]));

    private bool IsHeaderOf(TomlStatement statement, string[] path) => statement.IsHeader && statement.Table.SequenceEqual([key, ServerEntry.Name, .. path]);

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
        table.Append("args = ").Append(Arguments(entry)).Append('\n');
        table.Append("tool_timeout_sec = ").Append(ToolTimeoutSeconds).Append('\n');
        if (entry.Environment.Count > 0)
        {
            table.Append("env = { ").AppendJoin(", ", entry.Environment.Select(pair => $"{Quote(pair.Key)} = {Quote(pair.Value)}")).Append(" }\n");
        }

        return table.ToString();
    }

    private static string Arguments(ServerEntry entry) => $"[{string.Join(", ", entry.Arguments.Select(Quote))}]";

    // A basic string of TOML takes every escape that JSON writes.
    private static string Quote(string value) => $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}

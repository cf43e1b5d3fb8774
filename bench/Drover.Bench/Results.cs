using System.Text.RegularExpressions;

namespace Drover.Bench;

/// <summary>What was measured last, by benchmark: the table itself keeps it, so measuring one again keeps the others' rows in any checkout.</summary>
internal static class Results
{
    private const string Before = "`bench/run.sh ";
    private const string NotMeasured = "–";

    public static async Task<Dictionary<string, Row[]>> ReadAsync(string page) => (await File.ReadAllLinesAsync(page))
        .Select(Parse)
        .OfType<Row>()
        .GroupBy(row => NameOf(row)!, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>The command that a row names, for the table's last column.</summary>
    public static string CommandOf(string benchmark) => $"{Before}{benchmark}`";

    // A pipe within a cell has a backslash before it.
    private static Row? Parse(string line) =>
        Regex.Split(line, @"(?<!\\)\|", RegexOptions.None, Timeout.InfiniteTimeSpan).Select(cell => cell.Trim()).ToArray() is ["", var what, var drover, var target, var pm2, var supervisord, var ratio, var command, ""]
            && new Row(what, drover, target) { Pm2 = Cell(pm2), Supervisord = Cell(supervisord), Ratio = Cell(ratio), Command = command } is var row && NameOf(row) is not null
            ? row
            : null;

    // The whole name: mcp is not mcp-tokens.
    private static string? NameOf(Row row) => row.Command.StartsWith(Before, StringComparison.Ordinal) && row.Command.EndsWith('`') ? row.Command[Before.Length..^1] : null;

    private static string Cell(string text) => text == NotMeasured ? "" : text;
}

namespace Drover.Cli.Output;

/// <summary>
/// Rows with a heading. On a terminal: aligned, the last column cut at its width. Elsewhere: tab-separated and whole, for awk and cut.
/// </summary>
internal sealed class Table(params string[] headings)
{
    private const string Gap = "  ";

    private readonly List<Cell[]> _rows = [];

    internal void Add(params Cell[] cells) => _rows.Add(cells);

    internal void Write(Terminal terminal)
    {
        if (!terminal.OutputIsTerminal)
        {
            WriteTabbed(terminal.Out);
            return;
        }

        var widths = new int[headings.Length];
        for (var column = 0; column < headings.Length; column++)
        {
            widths[column] = headings[column].Length;
            foreach (var row in _rows)
            {
                widths[column] = Math.Max(widths[column], row[column].Text.Length);
            }
        }

        var width = terminal.Width;
        WriteLine(terminal, widths, width, Array.ConvertAll(headings, heading => new Cell(heading, terminal.Ink.Bold)));
        foreach (var row in _rows)
        {
            WriteLine(terminal, widths, width, row);
        }
    }

    private static void WriteLine(Terminal terminal, int[] widths, int width, Cell[] cells)
    {
        var used = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            var (text, paint) = cells[column];
            var last = column == cells.Length - 1;
            if (last && text.Length > width - used)
            {
                text = width - used > 1 ? string.Concat(text.AsSpan(0, width - used - 1), "…") : "";
            }

            terminal.Out.Write(paint is null ? text : paint(text));
            if (!last)
            {
                terminal.Out.Write(new string(' ', widths[column] - text.Length));
                terminal.Out.Write(Gap);
                used += widths[column] + Gap.Length;
            }
        }

        terminal.Out.Write('\n');
    }

    private void WriteTabbed(TextWriter output)
    {
        output.Write(string.Join('\t', headings));
        output.Write('\n');
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                output.Write(row[column].Text.Replace('\t', ' ').Replace('\n', ' '));
                output.Write(column == row.Length - 1 ? '\n' : '\t');
            }
        }
    }
}

/// <summary>Text and the ink it gets on a terminal.</summary>
internal readonly record struct Cell(string Text, Func<string, string>? Paint = null)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}

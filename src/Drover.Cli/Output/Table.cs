namespace Drover.Cli.Output;

/// <summary>
/// Rows with a heading. On a terminal: aligned, each line cut at its width. Elsewhere: tab-separated and whole, for awk and cut.
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

        WriteAligned(terminal.Out, terminal.Width, terminal.Ink.Bold);
    }

    internal void WriteAligned(TextWriter output, int width, Func<string, string> heading)
    {
        var widths = new int[headings.Length];
        for (var column = 0; column < headings.Length; column++)
        {
            widths[column] = headings[column].Length;
            foreach (var row in _rows)
            {
                widths[column] = Math.Max(widths[column], row[column].Text.Length);
            }
        }

        WriteLine(output, widths, width, Array.ConvertAll(headings, text => new Cell(text, heading)));
        foreach (var row in _rows)
        {
            WriteLine(output, widths, width, row);
        }
    }

    private static void WriteLine(TextWriter output, int[] widths, int width, Cell[] cells)
    {
        var used = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            var (text, paint) = cells[column];
            var last = column == cells.Length - 1;
            var cut = text.Length > width - used;
            if (cut)
            {
                text = width - used > 1 ? string.Concat(text.AsSpan(0, width - used - 1), "…") : "";
            }

            output.Write(paint is null ? text : paint(text));
            used += widths[column] + Gap.Length;
            if (last || cut || used >= width)
            {
                break;
            }

            output.Write(new string(' ', widths[column] - text.Length));
            output.Write(Gap);
        }

        output.Write('\n');
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

using System.Globalization;
using Drover.Contracts.Errors;

namespace Drover.Cli.Output;

/// <summary>The line of a file that an error is about, with a caret below its column.</summary>
internal sealed class FileExcerpt
{
    // What is in one line of a minified file helps nobody.
    private const int Longest = 160;

    private readonly int _number;
    private readonly string _line;
    private readonly int _column;

    private FileExcerpt(int number, string line, int column) => (_number, _line, _column) = (number, line, column);

    /// <summary>Null when the error has no place, or the place is not there (the daemon may be on another machine).</summary>
    internal static FileExcerpt? Of(Error error)
    {
        if (error.Details is not { } details
            || !details.TryGetValue("file", out var file)
            || !int.TryParse(details.GetValueOrDefault("line"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(details.GetValueOrDefault("column"), NumberStyles.None, CultureInfo.InvariantCulture, out var column))
        {
            return null;
        }

        try
        {
            return File.ReadLines(file).Skip(number - 1).FirstOrDefault() is { Length: > 0 and <= Longest } line && column - 1 <= line.Length
                ? new FileExcerpt(number, line, Math.Max(1, column))
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Write(TextWriter output, Ink ink)
    {
        var margin = $"  {_number.ToString(CultureInfo.InvariantCulture)} | ";

        // A tab stays one, so that the caret stands below its letter however wide the terminal makes it.
        var indentation = string.Concat(_line.Take(_column - 1).Select(letter => letter == '\t' ? '\t' : ' '));
        output.WriteLine(ink.Dim(margin) + _line);
        output.WriteLine($"{new string(' ', margin.Length - 2)}{ink.Dim("|")} {indentation}{ink.Red("^")}");
    }
}

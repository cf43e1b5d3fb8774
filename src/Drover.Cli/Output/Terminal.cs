using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cli.Output;

/// <summary>Standard output for data, standard error for what people read, and whether there are people at their ends.</summary>
internal sealed class Terminal : IDisposable
{
    private const int DefaultWidth = 80;

    private readonly Stream _errorBytes;

    private Terminal(TextWriter output, TextWriter error, Stream errorBytes, bool outputIsTerminal, bool errorIsTerminal)
        => (Out, Error, _errorBytes, OutputIsTerminal, ErrorIsTerminal) = (output, error, errorBytes, outputIsTerminal, errorIsTerminal);

    internal TextWriter Out { get; }

    /// <summary>Standard output for bytes that are passed on as they are. What was written to <see cref="Out"/> goes first.</summary>
    internal Stream Bytes
    {
        get
        {
            Out.Flush();
            return Out is StreamWriter writer ? writer.BaseStream : Stream.Null;
        }
    }

    internal TextWriter Error { get; }

    /// <summary>Standard error for bytes that are passed on as they are; <see cref="Error"/> keeps nothing back.</summary>
    internal Stream ErrorBytes => _errorBytes;

    internal bool OutputIsTerminal { get; }

    internal bool ErrorIsTerminal { get; }

    internal Ink Ink { get; private set; } = Ink.Plain;

    internal Ink ErrorInk { get; private set; } = Ink.Plain;

    /// <summary>Columns of the terminal; unlimited when there is none.</summary>
    internal int Width => !OutputIsTerminal ? int.MaxValue
        : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 0 ? columns
        : Console.WindowWidth is > 0 and var width ? width : DefaultWidth;

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (IOException)
        {
            // The reader of the output is gone: Program's exit code says so, and the rest of the output is of no use to anybody.
        }

        Error.Flush();
    }

    internal static Terminal Open()
    {
        if (!Console.IsOutputRedirected)
        {
            BeginQuietly();
        }

        var output = new StreamWriter(OpenOutput(), new UTF8Encoding(false), 16 * 1024);
        var errorBytes = Console.OpenStandardError();
        var error = TextWriter.Synchronized(new StreamWriter(errorBytes, new UTF8Encoding(false), 256) { AutoFlush = true });
        return new Terminal(output, error, errorBytes, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    internal static Terminal For(TextWriter output, TextWriter error) => new(output, error, Stream.Null, false, false);

    /// <summary>Colours by <c>--color</c>: <c>auto</c> follows the terminal, NO_COLOR (https://no-color.org) and TERM=dumb.</summary>
    internal void Colour(string? choice)
    {
        var wanted = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 } && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        Ink = new Ink(choice switch { "always" => true, "never" => false, _ => wanted && OutputIsTerminal });
        ErrorInk = new Ink(choice switch { "always" => true, "never" => false, _ => wanted && ErrorIsTerminal });
    }

    // At its first use Console switches the terminal's keypad over, by the escape sequence of TERM, and leaves it so. Without TERM it knows of none.
    private static void BeginQuietly()
    {
        var term = Environment.GetEnvironmentVariable("TERM");
        Environment.SetEnvironmentVariable("TERM", null);
        _ = Console.WindowWidth;
        Environment.SetEnvironmentVariable("TERM", term);
    }

    // Console's stream hides a broken pipe, so that `drover tail -f | head -1` would never end. A file is left to it:
    // FileStream keeps an offset of its own, and two commands writing to one redirected file would overwrite each other.
    private static Stream OpenOutput()
    {
        if (!Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);
        return file.CanSeek ? Console.OpenStandardOutput() : file;
    }
}

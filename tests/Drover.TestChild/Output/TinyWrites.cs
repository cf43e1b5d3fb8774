using System.Buffers.Text;

namespace Drover.TestChild.Output;

/// <summary>One write(2) per line, as console.log does.</summary>
internal sealed class TinyWrites : IVerb
{
    public string Summary => "lines=1000000";

    public int Run(Options options)
    {
        var lines = options.Number("lines", 1_000_000);
        Span<byte> line = stackalloc byte[32];
        for (long number = 1; number <= lines; number++)
        {
            Utf8Formatter.TryFormat(number, line, out var digits);
            line[digits] = (byte)'\n';
            Child.Out.Write(line[..(digits + 1)]);
        }

        return 0;
    }
}

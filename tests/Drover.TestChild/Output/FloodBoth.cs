namespace Drover.TestChild.Output;

/// <summary>Floods stdout and stderr in turn with numbered lines: <c>o 1</c>, <c>e 1</c>, …</summary>
internal sealed class FloodBoth : IVerb
{
    public string Summary => "lines=1000 (each stream; 0: endless) per-write=100";

    public int Run(Options options)
    {
        var lines = options.Number("lines", 1000);
        var perWrite = options.Number("per-write", 100);
        for (long first = 1; lines == 0 || first <= lines; first += perWrite)
        {
            var last = lines == 0 ? first + perWrite - 1 : Math.Min(lines, first + perWrite - 1);
            Child.Out.Write(Block((byte)'o', first, last));
            Child.Err.Write(Block((byte)'e', first, last));
        }

        return 0;
    }

    private static byte[] Block(byte prefix, long first, long last)
    {
        using var block = new MemoryStream();
        for (var number = first; number <= last; number++)
        {
            block.WriteByte(prefix);
            block.Write(System.Text.Encoding.ASCII.GetBytes($" {number}\n"));
        }

        return block.ToArray();
    }
}

namespace Drover.TestChild.Resources;

/// <summary>Takes memory, touches every page of it, and keeps it.</summary>
internal sealed class EatMemory : IVerb
{
    public string Summary => "bytes=268435456 step=16777216 until=FILE (prints 'ate N' per step)";

    public int Run(Options options)
    {
        var bytes = options.Number("bytes", 256L << 20);
        var step = (int)options.Number("step", 16 << 20);
        var eaten = new List<byte[]>();
        for (long total = 0; total < bytes; total += step)
        {
            var block = new byte[step];
            for (var page = 0; page < block.Length; page += 4096)
            {
                block[page] = 1;
            }

            eaten.Add(block);
            Child.Line($"ate {total + step}");
        }

        Child.WaitForEnd(options);
        GC.KeepAlive(eaten);
        return 0;
    }
}

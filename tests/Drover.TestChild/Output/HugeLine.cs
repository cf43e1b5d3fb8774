namespace Drover.TestChild.Output;

/// <summary>One line without a newline for a long time: letters of the alphabet in turn, so that a lost piece shows.</summary>
internal sealed class HugeLine : IVerb
{
    public string Summary => "bytes=104857600 [no-newline]";

    public int Run(Options options)
    {
        var left = options.Number("bytes", 100L * 1024 * 1024);
        // A multiple of 26: each block starts with 'a'.
        var block = new byte[26 * 2500];
        for (var index = 0; index < block.Length; index++)
        {
            block[index] = (byte)('a' + (index % 26));
        }

        while (left > 0)
        {
            var count = (int)Math.Min(left, block.Length);
            Child.Out.Write(block.AsSpan(0, count));
            left -= count;
        }

        if (!options.Has("no-newline"))
        {
            Child.Out.Write("\n"u8);
        }

        return 0;
    }
}

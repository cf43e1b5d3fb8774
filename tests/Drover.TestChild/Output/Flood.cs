namespace Drover.TestChild.Output;

/// <summary>As much output as the pipe takes: whole lines in writes of 64 KiB.</summary>
internal sealed class Flood : IVerb
{
    public string Summary => "lines=N (0: endless) width=100 stream=out|err";

    public int Run(Options options)
    {
        var width = (int)options.Number("width", 100);
        var left = options.Number("lines", 0);
        var endless = left == 0;
        var perBlock = Math.Max(1, 65_536 / width);
        var block = new byte[perBlock * width];
        Array.Fill(block, (byte)'x');
        for (var end = width - 1; end < block.Length; end += width)
        {
            block[end] = (byte)'\n';
        }

        var stream = string.Equals(options.Text("stream"), "err", StringComparison.Ordinal) ? Child.Err : Child.Out;
        while (endless || left > 0)
        {
            var lines = endless ? perBlock : (int)Math.Min(left, perBlock);
            stream.Write(block.AsSpan(0, lines * width));
            left -= lines;
        }

        return 0;
    }
}

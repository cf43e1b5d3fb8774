namespace Drover.TestChild.Output;

/// <summary>Each word as a line of stdout; words after <c>--err</c> go to stderr. Then ends, or waits with <c>until=</c>.</summary>
internal sealed class Print : IVerb
{
    public string Summary => "WORD… [--err WORD…] until=FILE code=0";

    public int Run(Options options)
    {
        var toError = false;
        foreach (var word in options.Positional)
        {
            if (string.Equals(word, "--err", StringComparison.Ordinal))
            {
                toError = true;
            }
            else if (toError)
            {
                Child.ErrorLine(word);
            }
            else
            {
                Child.Line(word);
            }
        }

        if (options.Text("until") is not null)
        {
            Child.WaitForEnd(options);
        }

        return (int)options.Number("code", 0);
    }
}

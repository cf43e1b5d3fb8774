namespace Drover.TestChild.Output;

/// <summary>A progress bar as pip and npm draw it: rewritten with <c>\r</c>, ended by one newline.</summary>
internal sealed class CrProgress : IVerb
{
    public string Summary => "steps=10 pause-ms=0";

    public int Run(Options options)
    {
        var steps = options.Number("steps", 10);
        var pause = (int)options.Number("pause-ms", 0);
        for (long step = 1; step <= steps; step++)
        {
            Child.Out.Write(System.Text.Encoding.UTF8.GetBytes($"\rprogress {step * 100 / steps}%"));
            Thread.Sleep(pause);
        }

        Child.Out.Write("\rdone         \n"u8);
        return 0;
    }
}

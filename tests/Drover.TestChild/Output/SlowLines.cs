namespace Drover.TestChild.Output;

/// <summary>A line now and then.</summary>
internal sealed class SlowLines : IVerb
{
    public string Summary => "lines=N (0: endless) pause-ms=100 text=line";

    public int Run(Options options)
    {
        var lines = options.Number("lines", 0);
        var pause = (int)options.Number("pause-ms", 100);
        var text = options.Text("text") ?? "line";
        for (long number = 1; lines == 0 || number <= lines; number++)
        {
            Child.Line($"{text} {number}");
            Thread.Sleep(pause);
        }

        return 0;
    }
}

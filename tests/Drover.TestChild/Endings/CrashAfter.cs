namespace Drover.TestChild.Endings;

/// <summary>Runs for a while, then prints what a stack trace looks like and ends with a code.</summary>
internal sealed class CrashAfter : IVerb
{
    public string Summary => "ms=0 code=1 lines=0 (of output before) until=FILE";

    public int Run(Options options)
    {
        for (long number = 1; number <= options.Number("lines", 0); number++)
        {
            Child.Line($"line {number}");
        }

        if (options.Text("until") is not null)
        {
            Child.WaitForEnd(options);
        }

        Thread.Sleep((int)options.Number("ms", 0));
        Child.ErrorLine("TypeError: cannot read properties of undefined (reading 'port')");
        Child.ErrorLine("    at start (server.js:12:34)");
        return (int)options.Number("code", 1);
    }
}

namespace Drover.TestChild.Endings;

/// <summary>Does nothing: forever, for a time, or until a file is there. In a session of its own with <c>setsid</c>.</summary>
internal sealed class Sleep : IVerb
{
    public string Summary => "ms=… until=FILE [setsid] [ready: prints 'ready PID'] say=TEXT (at the end)";

    public int Run(Options options)
    {
        if (options.Has("setsid"))
        {
            _ = Child.setsid();
        }

        if (options.Has("ready"))
        {
            Child.Line($"ready {Environment.ProcessId}");
        }

        if (options.Text("ms") is not null)
        {
            Thread.Sleep((int)options.Number("ms", 0));
        }
        else
        {
            Child.WaitForEnd(options);
        }

        if (options.Text("say") is { } text)
        {
            Child.Line(text);
        }

        return 0;
    }
}

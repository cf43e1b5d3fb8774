namespace Drover.TestChild.Endings;

/// <summary>Dies by a signal of its own making.</summary>
internal sealed class SignalSelf : IVerb
{
    public string Summary => "NUMBER";

    public int Run(Options options)
    {
        _ = Child.kill(Environment.ProcessId, (int)options.First(9));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}

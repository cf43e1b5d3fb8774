namespace Drover.TestChild.Trees;

/// <summary>Says <c>closing</c>, closes stdout and stderr, and lives on.</summary>
internal sealed class CloseStdout : IVerb
{
    public string Summary => "until=FILE code=0";

    public int Run(Options options)
    {
        Child.Line("closing");
        _ = Child.close(1);
        _ = Child.close(2);
        Child.WaitForEnd(options);
        return (int)options.Number("code", 0);
    }
}

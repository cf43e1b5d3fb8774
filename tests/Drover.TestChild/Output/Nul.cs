namespace Drover.TestChild.Output;

/// <summary>NUL bytes within a line, as a line, and at the end.</summary>
internal sealed class Nul : IVerb
{
    public string Summary => "(no options)";

    public int Run(Options options)
    {
        Child.Out.Write("before\na\0b\n\0\nend\0"u8);
        return 0;
    }
}

namespace Drover.TestChild.Resources;

/// <summary>Says <c>got: LINE</c> for every line of stdin, and <c>eof</c> at its end.</summary>
internal sealed class ReadStdin : IVerb
{
    public string Summary => "code=0 (prints 'reading' first)";

    public int Run(Options options)
    {
        Child.Line("reading");
        while (Console.In.ReadLine() is { } line)
        {
            Child.Line("got: " + line);
        }

        Child.Line("eof");
        return (int)options.Number("code", 0);
    }
}

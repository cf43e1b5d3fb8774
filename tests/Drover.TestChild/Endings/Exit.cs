namespace Drover.TestChild.Endings;

/// <summary>Ends at once with the given code.</summary>
internal sealed class Exit : IVerb
{
    public string Summary => "CODE";

    public int Run(Options options) => (int)options.First(0);
}

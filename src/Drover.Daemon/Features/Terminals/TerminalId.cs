namespace Drover.Daemon.Features.Terminals;

/// <summary>The id of a terminal as people write it: <c>t_</c> and twelve characters, the beginning of its UUID.</summary>
internal static class TerminalId
{
    public const string Prefix = "t_";

    private const int Length = 12;

    public static string Of(Guid id) => Prefix + id.ToString("N")[..Length];
}

namespace Drover.Bench;

/// <summary>One line of the table. Empty cells mean: not measured, or the other program cannot do it.</summary>
internal sealed record Row(string What, string Drover, string Target)
{
    public string Pm2 { get; init; } = "";

    public string Supervisord { get; init; } = "";

    /// <summary>How Drover compares: with the plain tool for the same, and with the others.</summary>
    public string Ratio { get; init; } = "";

    public string Command { get; init; } = "";
}

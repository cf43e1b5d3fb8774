namespace Drover.Daemon.Configuration;

/// <summary>One key of the configuration: the same name in the file and, in capitals with <c>_</c> for <c>.</c>, in the environment.</summary>
/// <param name="Name">Dotted name, e.g. <c>logs.total_bytes</c>.</param>
/// <param name="Default">Its value when nobody says otherwise; null for none.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Secret">Never shown.</param>
internal sealed record ConfigKey(string Name, string? Default, string Description, bool Secret = false)
{
    /// <summary>The variable that sets it: <c>DROVER_LOGS_TOTAL_BYTES</c>.</summary>
    public string Variable { get; } = "DROVER_" + Name.Replace('.', '_').ToUpperInvariant();
}

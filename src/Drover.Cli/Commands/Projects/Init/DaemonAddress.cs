namespace Drover.Cli.Commands.Projects.Init;

/// <summary>Where a daemon of this shell listens, without asking one: the first address of <c>DROVER_LISTEN</c>, else the default.</summary>
internal static class DaemonAddress
{
    private const string Default = "127.0.0.1:7777";

    internal static string OfEnvironment() => Of(Environment.GetEnvironmentVariable("DROVER_LISTEN"));

    /// <param name="listen">Addresses separated by commas, as the daemon takes them; null when none is set.</param>
    internal static string Of(string? listen)
    {
        var first = listen?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(address => address.Contains(':', StringComparison.Ordinal)) ?? Default;

        // An address that means all of them is none to go to; a port of 0 is not known before the daemon has chosen it.
        var (host, port) = (first[..first.LastIndexOf(':')], first[(first.LastIndexOf(':') + 1)..]);
        return port == "0" ? $"http://{Default}" : $"http://{(host is "0.0.0.0" ? "127.0.0.1" : host is "[::]" ? "[::1]" : host)}:{port}";
    }
}

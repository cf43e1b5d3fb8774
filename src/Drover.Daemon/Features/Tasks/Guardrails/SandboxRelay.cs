using System.Globalization;
using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// What runs beside the command inside a sandbox with a door: it listens on the sandbox's own loopback and carries connections to the door's socket.
/// The command starts when it listens, as if nothing had been before it.
/// </summary>
/// <param name="program">The relay's program and first arguments.</param>
/// <param name="socket">The door, as it is seen inside.</param>
/// <param name="localPorts">Ports of this machine that are to be found at the same place inside.</param>
internal sealed class SandboxRelay(IReadOnlyList<string> program, string socket, IReadOnlyList<int> localPorts)
{
    private const int FirstProxyPort = 3128;
    private const string Ready = "/run/drover-relay";

    private int ProxyPort => Enumerable.Range(FirstProxyPort, int.MaxValue - FirstProxyPort).First(port => !localPorts.Contains(port));

    /// <summary>A script for <c>sh -c</c> whose arguments are the command.</summary>
    public string Script()
    {
        IEnumerable<string> words = [.. program, "--door", socket, "--proxy", Text(ProxyPort), "--ready", Ready, .. localPorts.SelectMany(port => new[] { "--forward", Text(port) })];
        var relay = string.Join(' ', words.Select(ShellQuote.Of));
        // The inner brackets leave it to the sandbox's first process: the command is nobody's parent that it does not know.
        return $$"""
            mkfifo -m 600 {{Ready}} || exit 125
            ( { DOTNET_EnableDiagnostics=0 {{relay}} </dev/null >/dev/null 2>&1 || echo failed >{{Ready}}; } & )
            read -r answer <{{Ready}}
            rm -f {{Ready}}
            if [ "$answer" != ready ]; then echo "drover: the relay of the sandbox did not start" >&2; exit 125; fi
            unset answer
            exec "$@"
            """;
    }

    /// <summary>Tells programs of the proxy, in every spelling that is in use.</summary>
    public void AddTo(Dictionary<string, string> environment)
    {
        var address = $"http://127.0.0.1:{Text(ProxyPort)}";
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"])
        {
            environment[name] = address;
        }

        environment["NO_PROXY"] = environment["no_proxy"] = "localhost,127.0.0.1,::1";
        environment["NODE_USE_ENV_PROXY"] = "1";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

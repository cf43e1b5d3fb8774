using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Daemon.Lifecycle;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover daemon run</c>, also <c>drover --serve</c>: this process is the daemon. The one place where the command line knows it.</summary>
internal static class DaemonRunCommand
{
    internal static CliCommand Build(string name)
    {
        var listen = Listen();
        var keep = Values.Flag("--keep", "Ctrl-C leaves the sessions running", "-k");
        var envFile = Values.PathName("--env-file", "FILE", "File of variables to read besides the one in the config folder");
        var background = new Option<bool>("--background") { Hidden = true };
        var conformance = new Option<bool>("--mcp-conformance") { Hidden = true };
        return new CliCommand(name)
        {
            Options = { listen, keep, envFile, background, conformance },
            Run = call => RunAsync(call, new DaemonRunOptions
            {
                Foreground = !call.Get(background),
                Keep = call.Get(keep),
                Listen = call.Get(listen) ?? [],
                EnvFile = call.Get(envFile),
                McpConformance = call.Get(conformance),
                Output = call.Get(background) ? TextWriter.Null : TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true }),
            }),
            Remarks = "It shows its log here. Ctrl-C ends all sessions, then the daemon; TERM leaves them running for the next one.",
            Examples = ["drover daemon run", "drover daemon run --listen 127.0.0.1:7777 --listen 127.0.0.1:8947", "drover --serve"],
        };
    }

    internal static Option<string[]> Listen()
        => Values.Texts("--listen", "ADDRESS:PORT", "Where to listen besides the unix socket (default 127.0.0.1:7777; none for nowhere); repeatable");

    private static async Task<int> RunAsync(Invocation call, DaemonRunOptions options)
    {
        if (!OperatingSystem.IsLinux())
        {
            return call.Fail(new Error(ErrorCodes.DaemonUnsupportedPlatform, "The daemon runs on Linux only."));
        }

        if (DroverPaths.RefuseHome(Environment.GetEnvironmentVariable) is { } refused)
        {
            return call.Fail(refused);
        }

        if (!options.Foreground)
        {
            Environment.SetEnvironmentVariable(DaemonStarter.CodeMapping, null);
        }

        return await DaemonHost.RunAsync(options) is { } failure ? call.Fail(failure) : ExitCodes.Ok;
    }
}

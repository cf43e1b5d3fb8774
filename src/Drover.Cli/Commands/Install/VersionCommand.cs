using System.Reflection;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary><c>drover version</c>.</summary>
internal static class VersionCommand
{
    // 0.1.0+<commit>: the commit is of no use where the program was not built from a checkout.
    internal static string Text { get; } = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal static CliCommand Build(string name) => new(name)
    {
        Run = call =>
        {
            call.Out.Write(call.Json ? $"{{\"version\":\"{Text}\"}}\n" : $"drover {Text}\n");
            return Task.FromResult(ExitCodes.Ok);
        },
        Examples = ["drover version"],
    };
}

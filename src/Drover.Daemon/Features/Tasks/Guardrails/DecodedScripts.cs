using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>A script that comes out of a decoder straight into a shell: there is no honest reason to hide it so, and no way to look at it.</summary>
internal static class DecodedScripts
{
    private static readonly string[] Decoders = ["base64", "base32", "xxd", "openssl", "uudecode", "rev", "gzip", "gunzip", "zcat", "tr"];

    public static string? Refuse(ShellScript script)
    {
        foreach (var command in script.Commands)
        {
            if (ShellUnwrapper.IsShell(command) && Decoder(command) is { } decoder)
            {
                return CommandRules.Blocked($"{decoder} | {command.Program!.FileName}");
            }
        }

        return null;
    }

    private static string? Decoder(ShellCommand command)
    {
        for (var from = command.PipedFrom; from is not null; from = from.PipedFrom)
        {
            if (from.Calls(Decoders))
            {
                return from.Program!.FileName;
            }
        }

        return null;
    }
}

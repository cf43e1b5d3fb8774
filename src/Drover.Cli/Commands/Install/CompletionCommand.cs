using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary><c>drover completion bash|zsh|fish</c>.</summary>
internal static class CompletionCommand
{
    internal static CliCommand Build(string name)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish", CompletionSources = { "bash", "zsh", "fish" } };
        return new CliCommand(name)
        {
            Arguments = { shell },
            Run = call =>
            {
                var script = call.Get(shell) switch { "bash" => BashCompletion.Script(), "zsh" => ZshCompletion.Script(), "fish" => FishCompletion.Script(), _ => null };
                if (script is null)
                {
                    return Task.FromResult(call.Usage($"There is completion for bash, zsh and fish, not for \"{call.Get(shell)}\"."));
                }

                call.Out.Write(script);
                return Task.FromResult(ExitCodes.Ok);
            },
            Examples = ["source <(drover completion bash)", "drover completion zsh > ~/.zfunc/_drover", "drover completion fish | source"],
        };
    }
}

using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Projects;

/// <summary>Which project a command is about: that of this folder, or of the file that is named.</summary>
internal static class ProjectPlace
{
    internal static Option<string> File() => Values.Text("--file", "FILE", "The project's file (default: drover.yaml or Procfile here or in a folder above)", "-f");

    internal static Argument<string[]> Processes(string what) => new("process") { Description = $"Processes of the project; all when left out. {what}", Arity = ArgumentArity.ZeroOrMore };

    internal static string Of(Invocation call, Option<string> file) => Path.GetFullPath(call.Get(file) ?? ".");
}

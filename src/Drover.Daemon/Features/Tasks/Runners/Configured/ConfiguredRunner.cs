using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Tasks.Runners.Configured;

/// <summary>A program of the configuration that takes a prompt and works in the folder it is started in. What it prints is text.</summary>
internal sealed class ConfiguredRunner(RunnerConfig config) : ITaskRunner
{
    private const string PromptFile = "{prompt_file}";

    public string Name => config.Name;

    public RunnerCapabilities Capabilities { get; } = new(Approvals: false, Resume: false, Stream: false, Cost: false);

    public bool TakesCommand => false;

    public IReadOnlyList<string> NotInherited => [];

    public RunnerCheck Check { get; } = new() { Program = config.Command, Environment = config.Env };

    public Result<RunnerLaunch> Launch(RunnerStart start)
    {
        if (start.AllowedMcpTools.Count > 0)
        {
            return new Error(ErrorCodes.RunnerToolsNotLimited, $"{Name} cannot be held to allowed_mcp_tools: leave the list out, or take claude-code.");
        }

        var file = Path.Combine(start.ScratchFolder ?? start.Folder, "prompt.md");
        List<string> arguments = [];
        var filed = false;
        foreach (var word in config.Command.Skip(1).Concat(config.Args))
        {
            filed |= word.Contains(PromptFile, StringComparison.Ordinal);
            arguments.Add(word
                .Replace("{folder}", start.Folder, StringComparison.Ordinal)
                .Replace("{model}", start.Model ?? config.Model ?? "", StringComparison.Ordinal)
                .Replace(PromptFile, file, StringComparison.Ordinal));
        }

        var launch = new RunnerLaunch { Program = config.Command[0], Arguments = arguments, Environment = config.Env, ClosesInput = true };
        switch (config.Prompt)
        {
            case PromptBy.Argument:
                arguments.AddRange(["--", start.Prompt]);
                return Arguments.FindTooLong("prompt", start.Prompt) is { } tooLong ? tooLong : launch;
            case PromptBy.File:
                if (!filed)
                {
                    arguments.Add(file);
                }

                return launch with { Files = new Dictionary<string, string>(StringComparer.Ordinal) { [file] = start.Prompt } };
            default:
                return launch with { Input = Encoding.UTF8.GetBytes(start.Prompt) };
        }
    }

    public IRunnerDialogue Begin(RunnerStart start) => new PlainDialogue(listens: false);
}

using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>Anthropic's Claude Code, spoken to in JSON lines both ways: the prompt, replies and approvals go over its stdin.</summary>
internal sealed class ClaudeRunner(RunnerConfig? config) : ITaskRunner
{
    public const string WellKnownName = "claude-code";

    public string Name => WellKnownName;

    public RunnerCapabilities Capabilities { get; } = new(Approvals: true, Resume: true, Stream: true, Cost: true);

    public bool TakesCommand => false;

    public IReadOnlyList<string> NotInherited { get; } = ["CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_SESSION_ID"];

    public RunnerCheck Check { get; } = new()
    {
        Program = config?.Command is { Count: > 0 } program ? program : ["claude"],
        Environment = config?.Env ?? new Dictionary<string, string>(StringComparer.Ordinal),
        Version = ["--version"],
        Login = ["auth", "status"],
        JudgeLogin = JudgeLogin,
    };

    public Result<RunnerLaunch> Launch(RunnerStart start)
    {
        var program = Check.Program;
        List<string> arguments =
        [
            .. program.Skip(1), "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--replay-user-messages",
            "--permission-prompt-tool", "stdio", "--permission-mode", "default", .. config?.Args ?? [],
        ];
        if ((start.Model ?? config?.Model) is { } model)
        {
            arguments.Add($"--model={model}");
        }

        if (start.AllowedMcpTools.Count > 0)
        {
            // Servers come from `--mcp-config` of the configuration alone; what they offer beyond the list is refused by the dialogue.
            arguments.Add("--strict-mcp-config");
        }

        if (start.ResumeSession is { } session)
        {
            // Only this form: as two words an id that begins with a dash would be another option.
            arguments.Add($"--resume={session}");
        }

        return new RunnerLaunch
        {
            Program = program[0],
            Arguments = arguments,
            Environment = Check.Environment,
            NotInherited = NotInherited,
            Input = ClaudeFrames.Initialize(),
        };
    }

    public IRunnerDialogue Begin(RunnerStart start) => new ClaudeDialogue(start);

    // Versions that do not know `auth status` print their help, or take it for a prompt and fail.
    private static (RunnerLogin Login, string? Reason) JudgeLogin(int code, string printed)
    {
        using var json = AgentJson.Read(printed);
        return json?.RootElement.Child("loggedIn")?.ValueKind switch
        {
            System.Text.Json.JsonValueKind.True => (RunnerLogin.Ok, null),
            System.Text.Json.JsonValueKind.False => (RunnerLogin.Missing, "Not logged in: run `claude auth login`, or give ANTHROPIC_API_KEY to it as runners.claude-code.env."),
            _ => (RunnerLogin.Unknown, null),
        };
    }
}

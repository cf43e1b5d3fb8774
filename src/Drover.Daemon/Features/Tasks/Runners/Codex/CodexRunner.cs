using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Tasks.Runners.Codex;

/// <summary>
/// OpenAI's Codex by <c>codex exec --json</c>. It reads its prompt from stdin up to the end, so stdin is closed at once, and a reply is a new process that
/// resumes the thread. It cannot ask for approvals in that mode; its own sandbox, or Drover's, is what limits it.
/// </summary>
internal sealed class CodexRunner(RunnerConfig? config) : ITaskRunner
{
    public const string WellKnownName = "codex";

    public string Name => WellKnownName;

    public RunnerCapabilities Capabilities { get; } = new(Approvals: false, Resume: true, Stream: true, Cost: true);

    public bool TakesCommand => false;

    public IReadOnlyList<string> NotInherited { get; } = ["CODEX_SANDBOX", "CODEX_SANDBOX_NETWORK_DISABLED", "CODEX_THREAD_ID"];

    public RunnerCheck Check { get; } = new()
    {
        Program = config?.Command is { Count: > 0 } program ? program : [WellKnownName],
        Environment = config?.Env ?? new Dictionary<string, string>(StringComparer.Ordinal),
        Version = ["--version"],
        Login = ["login", "status"],
        JudgeLogin = (code, _) => code == 0 ? (RunnerLogin.Ok, null) : LoginWithoutAccount(config),
    };

    public Result<RunnerLaunch> Launch(RunnerStart start)
    {
        if (start.AllowedMcpTools.Count > 0)
        {
            return new Error(ErrorCodes.RunnerToolsNotLimited, "Codex cannot be held to allowed_mcp_tools: leave the list out, or take claude-code.");
        }

        var program = Check.Program;
        List<string> arguments = [.. program.Skip(1), "exec", "--json", "--skip-git-repo-check", "-c", "approval_policy=\"never\"", .. config?.Args ?? []];
        if ((start.Model ?? config?.Model) is { } model)
        {
            arguments.Add($"--model={model}");
        }

        if (start is { UsesOwnSandbox: true, AllowNetwork: true })
        {
            arguments.AddRange(["-c", "sandbox_workspace_write.network_access=true"]);
        }

        // `-s` and `-C` are not known to `resume`, so they stand before it.
        arguments.AddRange(["-s", start.UsesOwnSandbox ? "workspace-write" : "danger-full-access", "-C", start.Folder]);
        if (start.ResumeSession is { } session)
        {
            arguments.AddRange(["resume", session]);
        }

        arguments.Add("-");
        return new RunnerLaunch
        {
            Program = program[0],
            Arguments = arguments,
            Environment = Check.Environment,
            NotInherited = NotInherited,
            Input = Encoding.UTF8.GetBytes(start.Prompt),
            ClosesInput = true,
        };
    }

    public IRunnerDialogue Begin(RunnerStart start) => new CodexDialogue(start);

    // `login status` knows of accounts only, not of a key in the environment and not of somebody else's models.
    private static (RunnerLogin Login, string? Reason) LoginWithoutAccount(RunnerConfig? config) =>
        config?.Env.ContainsKey("CODEX_API_KEY") == true ? (RunnerLogin.Ok, null)
        : config?.Args.Any(word => word.Contains("model_provider", StringComparison.Ordinal) || word is "--oss" or "-p" or "--profile") == true ? (RunnerLogin.Unknown, null)
        : (RunnerLogin.Missing, "Not logged in: run `codex login`, or give CODEX_API_KEY to it as runners.codex.env.");
}

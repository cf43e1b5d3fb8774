using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp;

/// <summary><c>drover skill</c>: what a coding agent must know to use the command line. It is read into a context, so a test keeps it short.</summary>
internal static class SkillCommand
{
    internal const string Text =
        """
        ---
        name: drover
        description: Run and watch long-running development processes (servers, watchers, workers) that survive this conversation. Use it instead of `&`, nohup or tmux.
        ---
        # drover

        A session is a command that Drover keeps: output on disk, restarts, ports. Name it with --label and use the label everywhere.

        Look first: `drover ls` (it may run already; do not start a second one).
        Start: `drover serve --label web --ready port --wait -- npm run dev`
          --ready takes port, port:3000, log:REGEX or http:URL; a shell line: `--shell 'a | b'` in place of `-- …`
          `--watch src` restarts it when files change
        A folder with drover.yaml: `drover up` starts all of it, and only what changed when run again; `drover down` ends it
        After an edit: `drover restart web --wait`
          one call: exit code 0 and "ready in 310 ms at http://localhost:5173", or the reason and its last lines
        Read: `drover tail web -n 50`; errors only: `--level error`; search: `--grep REGEX -C 3`; since the restart: `--since restart`
          read on: `drover tail web --json` gives next_seq, pass it as --since-seq
          all sessions at once: `drover tail web api --grep Error`
        Wait: `drover wait web --for ready --timeout 60s` (or exit, output:REGEX, quiet:2s); 124 means: not yet, it goes on
        Answer a prompt: `drover send web 'yes'`
        Why: `drover inspect web`, `drover runs web`, `drover events`
        Stop: `drover stop web` ends everything it started. Stop only what you started.

        Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict (runs already, not running), 124 waited in vain.
        Errors say what to do. `--json` on every command; `drover COMMAND --help` has examples.
        Never follow (`-f`) in a tool call: it does not end. Do not kill processes of a session by pid: they are restarted or miscounted.

        """;

    internal static CliCommand Build(string name) => new(name)
    {
        Run = call =>
        {
            call.Out.Write(call.Json ? $"{{\"text\":\"{JsonEncodedText.Encode(Text)}\"}}\n" : Text);
            return Task.FromResult(ExitCodes.Ok);
        },
        Remarks = "For clients that take skills as files, and for AGENTS.md. Agents with MCP need none of it: drover mcp install.",
        Examples = ["drover skill", "drover skill >.claude/skills/drover/SKILL.md"],
    };
}

using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>send_input</c>.</summary>
internal sealed class SendInput(ProcessFinder finder) : ProcessTool<InputArguments, InputSent>(
    ToolSchemas.OfProcess(
        "send_input",
        ToolEffect.Changes,
        "Write to a process's standard input, e.g. an answer to a prompt. Nothing is added: end with \\n for Enter.",
        "\"text\":{\"type\":\"string\"},\"eof\":{\"type\":\"boolean\",\"description\":\"then close it\"}",
        "\"written\":{\"type\":\"integer\"},\"next_seq\":{\"type\":\"integer\"}",
        "text"),
    finder,
    SessionToolJson.Default.InputArguments,
    SessionToolJson.Default.InputSent)
{
    protected override async Task<Result<InputSent>> RunAsync(KnownSession session, InputArguments input, ToolCall call, CancellationToken ends)
    {
        if (input.Text is null)
        {
            return SpecRules.Missing("text");
        }

        // Taken before: what it answers comes behind it.
        var next = session.Log.NextSequence;
        var written = await SessionService.WriteAsync(session, Encoding.UTF8.GetBytes(input.Text), input.Eof ?? false);
        return written.Error is { } error ? error : new InputSent { Written = written.Value.Written, NextSeq = next }.About(session);
    }
}

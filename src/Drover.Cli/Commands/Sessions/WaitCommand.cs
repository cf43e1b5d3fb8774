using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover wait</c>: one blocking call that tells what became of a session.</summary>
internal static class WaitCommand
{
    internal static CliCommand Build(string name)
    {
        var which = Values.Session();
        var what = Values.Text("--for", "WHAT", "ready (default), running, exit, output:REGEX or quiet:MS", "-f");
        var pattern = Values.Text("--pattern", "REGEX", "The same as --for output:REGEX");
        var timeout = Values.Milliseconds("--timeout", "Longest wait (default 60 s, at most 1 h)", "-t");
        var lines = Values.Number("--lines", "N", "Last lines to show (default: none, or 20 when it went wrong)", "-n");
        var since = Values.Sequence("--since-seq", "Only lines from this number on count for output");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { what, pattern, timeout, lines, since },
            Run = async call =>
            {
                var wanted = WaitOptions.Parse(call.Get(pattern) is { } regex ? $"output:{regex}" : call.Get(what) ?? "ready", call.Get(timeout), "--for");
                var client = wanted.IsSuccess ? await call.ConnectAsync() : wanted.Error!;
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                if (!id.IsSuccess)
                {
                    return call.Fail(id.Error!);
                }

                var request = wanted.Value.Request! with { Lines = call.Get(lines), SinceSeq = call.Get(since) };
                var answer = await PatientWait.RunAsync(call, client.Value, id.Value, request);
                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                if (call.Json)
                {
                    call.Answer(answer.Value.Json);
                }
                else if (answer.Value.Value.Match is { } match)
                {
                    call.Out.Write(match + "\n");
                }

                WaitOutput.Tell(call, answer.Value.Value, request.For!.Value, always: call.Get(lines) is not null);
                return await WaitOutput.ExitCodeAsync(client.Value, id.Value, answer.Value.Value, request.For!.Value);
            },
            Remarks = "Exit code: 0 when what was waited for came, 1 when the session ended or failed instead, 124 after --timeout.\nWith --for exit the session's own exit code.",
            Examples = ["drover wait web", "drover wait web --for exit --timeout 5m", "drover wait web --for 'output:compiled in \\d+'", "drover wait web --for quiet:2s"],
        };
    }
}

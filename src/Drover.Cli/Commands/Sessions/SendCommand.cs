using System.CommandLine;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover send [SESSION] [TEXT…]</c>: text with a newline, or standard input as it is.</summary>
internal static class SendCommand
{
    private const int ChunkBytes = 16 * 1024;

    internal static CliCommand Build(string name)
    {
        var which = Values.Session();
        var words = new Argument<string[]>("text") { Description = "Words to send, joined by blanks, with a newline; without: standard input", Arity = ArgumentArity.ZeroOrMore };
        var text = Values.Text("--text", "TEXT", "The same as an option, for when the session is left out", "-t");
        var noNewline = Values.Flag("--no-newline", "Send the words without a newline", "-n");
        var eof = Values.Flag("--eof", "End its standard input behind what is sent");
        return new CliCommand(name)
        {
            Arguments = { which, words },
            Options = { text, noNewline, eof },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                if (!id.IsSuccess)
                {
                    return call.Fail(id.Error!);
                }

                var line = call.Get(text) ?? (call.Get(words) is { Length: > 0 } given ? string.Join(' ', given) : null);
                using Stream source = line is null ? Console.OpenStandardInput() : new MemoryStream(Encoding.UTF8.GetBytes(call.Get(noNewline) ? line : line + "\n"));
                return await SendAsync(call, client.Value, id.Value, source, call.Get(eof));
            },
            Examples = ["drover send web rs", "echo 'select 1;' | drover send db", "drover send --text y", "drover send report --eof <numbers.csv"],
        };
    }

    private static async Task<int> SendAsync(Invocation call, DroverClient client, string id, Stream source, bool eof)
    {
        var buffer = new byte[ChunkBytes];
        var total = 0L;
        int got;
        while ((got = await source.ReadAsync(buffer, call.Cancellation)) > 0)
        {
            for (var sent = 0; sent < got;)
            {
                var answer = await client.WriteAsync(id, buffer.AsMemory(sent, got - sent), call.Cancellation);
                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                sent += answer.Value.Value.Written;
                total += answer.Value.Value.Written;
                if (answer.Value.Value.Written == 0)
                {
                    return call.Fail(new Error(ErrorCodes.SessionStdinFull, $"The session does not read its standard input. {total} bytes got in."));
                }
            }
        }

        if (eof && await client.CloseInputAsync(id, call.Cancellation) is { IsSuccess: false } notClosed)
        {
            return call.Fail(notClosed.Error!);
        }

        // Nothing to send is still something to get wrong: the session may not be there.
        if (total == 0 && !eof && await client.WriteAsync(id, ReadOnlyMemory<byte>.Empty, call.Cancellation) is { IsSuccess: false } refused)
        {
            return call.Fail(refused.Error!);
        }

        if (call.Json)
        {
            call.Out.Write($"{{\"written\":{total}}}\n");
        }

        return ExitCodes.Ok;
    }
}

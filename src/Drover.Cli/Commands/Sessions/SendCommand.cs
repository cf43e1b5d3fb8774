using System.CommandLine;
using System.Globalization;
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
            OnlyActive = true,
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
                return await SendAsync(call, client.Value, id.Value, source, line is null ? LengthOfInput() : source.Length, call.Get(eof));
            },
            Examples = ["drover send web rs", "echo 'select 1;' | drover send db", "drover send --text y", "drover send report --eof <numbers.csv"],
        };
    }

    private static Error Full(string id, long total, long? length)
    {
        var whole = length is { } known ? $"{total} of {known} bytes went in, the other {known - total} were not sent" : $"{total} bytes went in, what follows them was not sent";
        return new Error(
            ErrorCodes.SessionStdinFull,
            $"{id} does not read its standard input: {whole}. Send the rest, from byte {total + 1} on (tail -c +{total + 1}), when it reads again; or restart it.",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["written"] = total.ToString(CultureInfo.InvariantCulture) });
    }

    // Of a pipe nobody knows how much there is.
    private static long? LengthOfInput() => new FileInfo("/proc/self/fd/0").ResolveLinkTarget(returnFinalTarget: false) is FileInfo { Exists: true } file && file.Length > 0 ? file.Length : null;

    private static async Task<int> SendAsync(Invocation call, DroverClient client, string id, Stream source, long? length, bool eof)
    {
        var buffer = new byte[ChunkBytes];
        var total = 0L;
        int got;
        while ((got = await source.ReadAsync(buffer, call.Cancellation)) > 0)
        {
            for (var sent = 0; sent < got;)
            {
                var answer = await client.WriteAsync(id, buffer.AsMemory(sent, got - sent), call.Cancellation);
                if (answer.Error is { Code: ErrorCodes.SessionStdinFull } full)
                {
                    total += long.Parse(full.Details?.GetValueOrDefault("written") ?? "0", CultureInfo.InvariantCulture);
                    return call.Fail(Full(id, total, length));
                }

                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                sent += answer.Value.Value.Written;
                total += answer.Value.Value.Written;
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

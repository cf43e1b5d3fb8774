using System.CommandLine;
using System.Runtime.InteropServices;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.CommandLine;

/// <summary>A command being run: its parsed options, where it writes, and the way to the daemon.</summary>
internal sealed class Invocation(CliCommand command, ParseResult parsed, IReadOnlyList<string> program, Terminal terminal) : IDisposable
{
    private CancellationTokenSource? _interrupted;
    private PosixSignalRegistration? _registration;

    internal Terminal Terminal { get; } = terminal;

    internal TextWriter Out => Terminal.Out;

    internal bool Json { get; } = parsed.GetValue(command.Json);

    /// <summary>The program and its arguments, for commands that take one.</summary>
    internal IReadOnlyList<string> Program { get; } = program;

    /// <summary>Cancelled by Ctrl-C. Asking for it takes Ctrl-C over; commands that never wait leave it to the system.</summary>
    internal CancellationToken Cancellation
    {
        get
        {
            if (_interrupted is null)
            {
                var source = _interrupted = new CancellationTokenSource();
                _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
                {
                    signal.Cancel = true;
                    source.Cancel();
                });
            }

            return _interrupted.Token;
        }
    }

    public void Dispose()
    {
        _registration?.Dispose();
        _interrupted?.Dispose();
    }

    internal T? Get<T>(Option<T> option) => parsed.GetValue(option);

    internal T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    internal bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>A client of a daemon that answers: started first when it is this user's own and is not there.</summary>
    internal Task<Result<DroverClient>> ConnectAsync() => DaemonStarter.ConnectAsync(Terminal);

    /// <summary>One question and its answer: as JSON when asked for, else as <paramref name="show"/> has it.</summary>
    internal async Task<int> ShowAsync<T>(Func<DroverClient, Task<Result<Answer<T>>>> ask, Func<T, int> show)
        where T : class
    {
        var client = await ConnectAsync();
        var answer = client.IsSuccess ? await ask(client.Value) : client.Error!;
        return !answer.IsSuccess ? Fail(answer.Error!) : Json ? Answer(answer.Value.Json) : show(answer.Value.Value);
    }

    /// <summary>The same about the session that is named, or the only active one.</summary>
    internal Task<int> ShowAsync<T>(string? session, Func<DroverClient, string, Task<Result<Answer<T>>>> ask, Func<T, int> show)
        where T : class
        => ShowAsync(
            async client =>
            {
                var id = await SessionChoice.OfAsync(client, session);
                return id.IsSuccess ? await ask(client, id.Value) : id.Error!;
            },
            show);

    /// <summary>A line for people: to standard error, and not with <c>--json</c>.</summary>
    internal void Say(string line)
    {
        if (!Json)
        {
            Out.Flush();
            Terminal.Error.WriteLine(line);
        }
    }

    /// <summary>The daemon's JSON as it came, one line.</summary>
    internal int Answer(ReadOnlyMemory<byte> json)
    {
        Out.Write(System.Text.Encoding.UTF8.GetString(json.Span).TrimEnd('\n'));
        Out.Write('\n');
        return ExitCodes.Ok;
    }

    internal int Fail(Error error) => FailureText.Write(Terminal, Json ? error : error with { Message = InOptions(error) }, Json);

    // The daemon speaks of the field that is wrong; whoever typed a command has given it by an option.
    private string InOptions(Error error)
    {
        if (error.Details?.GetValueOrDefault("field") is not { Length: > 0 } field || !error.Message.StartsWith(field, StringComparison.Ordinal))
        {
            return error.Message;
        }

        var name = field[(field.LastIndexOf('.') + 1)..].Replace("_ms", "", StringComparison.Ordinal).Replace('_', '-');
        var option = command.Options.FirstOrDefault(option => string.Equals(option.Name, "--" + name, StringComparison.Ordinal));
        return option is null ? error.Message : option.Name + error.Message[field.Length..];
    }

    internal int Usage(string message) => Fail(new Error(ErrorCodes.RequestUsage, $"{message} See drover {command.Words} --help."));
}

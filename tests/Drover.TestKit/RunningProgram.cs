using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Drover.TestKit;

/// <summary>A program that is running: its lines as they come.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    // 128 + SIGABRT, which the runtime ends by after an exception that nobody caught.
    private const int Aborted = 134;

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();
    private readonly Task _readingOutput;
    private readonly Task<string> _readingError;

    private RunningProgram(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _readingOutput = ReadLinesAsync();
        _readingError = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a program; its three streams are the test's.</summary>
    public static RunningProgram Start(ProcessStartInfo start) => new(start);

    public int Pid => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>The next line of stdout that fulfils the condition; those before it are skipped. Fails, with all that came, when the output ends first.</summary>
    public async Task<string> LineAsync(Func<string, bool> condition)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(Patience.Token).ConfigureAwait(false))
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    if (condition(line))
                    {
                        return line;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new PatienceException($"The line did not come. What came:\n{Seen}");
        }

        throw new InvalidOperationException($"The output ended without the line. What came:\n{Seen}\n--- stderr\n{await _readingError.ConfigureAwait(false)}");
    }

    public Task<string> LineAsync(string containing) => LineAsync(line => line.Contains(containing, StringComparison.Ordinal));

    public async Task<ProgramResult> EndAsync()
    {
        await _readingOutput.Patiently().ConfigureAwait(false);
        var error = await _readingError.Patiently().ConfigureAwait(false);
        await _process.WaitForExitAsync(Patience.Token).ConfigureAwait(false);
        if (_process.ExitCode == Aborted)
        {
            // Whatever a test expects: a program of ours that ends by an exception nobody caught has not done it.
            throw new InvalidOperationException($"It crashed (exit code {Aborted}).\n--- stdout\n{Seen}\n--- stderr\n{error}");
        }

        return new ProgramResult(_process.ExitCode, Seen, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(Patience.Token).ConfigureAwait(false);
        _process.Dispose();
    }

    private string Seen
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private async Task ReadLinesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_output)
            {
                _output.Append(line).Append('\n');
            }

            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}

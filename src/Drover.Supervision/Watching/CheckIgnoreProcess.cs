using System.Diagnostics;
using System.Text;

namespace Drover.Supervision.Watching;

/// <summary>
/// One <c>git check-ignore</c> that is kept open: it answers in tens of microseconds, a new process takes milliseconds. It reads
/// the rules of each folder once, so it must be started again when a file of rules changes.
/// </summary>
internal sealed class CheckIgnoreProcess : IDisposable
{
    private const int FieldsPerAnswer = 4;
    private const int PatternField = 2;

    // Variables by which a caller's git (a hook, for example) would lead ours to another repository.
    private static readonly string[] Misleading =
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_LITERAL_PATHSPECS"];

    private readonly Process _process;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private CheckIgnoreProcess(Process process) => _process = process;

    /// <summary>Starts git in the uppermost folder of a repository.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no git, or no such folder.</exception>
    public static CheckIgnoreProcess Start(string top)
    {
        // -v -n: an answer for every path, ignored or not.
        var start = new ProcessStartInfo("git", ["check-ignore", "-z", "--stdin", "-v", "-n"])
        {
            WorkingDirectory = top,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Misleading)
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return new CheckIgnoreProcess(process);
    }

    /// <summary>Asks about paths, in one go.</summary>
    /// <param name="paths">Relative to the uppermost folder, with slashes.</param>
    /// <param name="cancellation">Ends the wait; the process is of no use afterwards.</param>
    /// <returns>For each path: true when git ignores it.</returns>
    /// <exception cref="IOException">git ended instead of answering.</exception>
    public async Task<bool[]> AskAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        // Both at once: git answers while it reads, and either pipe may be full.
        var asking = WriteAsync(paths, cancellation);
        var ignored = new bool[paths.Count];
        for (var i = 0; i < ignored.Length; i++)
        {
            ignored[i] = await ReadAnswerAsync(cancellation);
        }

        await asking;
        return ignored;
    }

    public void Dispose()
    {
        try
        {
            // At the end of its input git exits by itself.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already: what it did not read is of no interest.
        }

        _process.Dispose();
    }

    private async Task WriteAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var stream = _process.StandardInput.BaseStream;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\0', paths) + '\0'), cancellation);
        await stream.FlushAsync(cancellation);
    }

    // Raw: ".gitignore" NUL "3" NUL "*.log" NUL "build/a.log" NUL; source, line and pattern are empty when nothing matched.
    // A pattern that begins with "!" takes the path back in.
    private async ValueTask<bool> ReadAnswerAsync(CancellationToken cancellation)
    {
        var ignored = false;
        for (var field = 0; field < FieldsPerAnswer; field++)
        {
            var first = await ReadByteAsync(cancellation);
            if (field == PatternField)
            {
                ignored = first is not (0 or (byte)'!');
            }

            for (var next = first; next != 0; next = await ReadByteAsync(cancellation))
            {
            }
        }

        return ignored;
    }

    private ValueTask<byte> ReadByteAsync(CancellationToken cancellation) =>
        _start < _end ? new ValueTask<byte>(_buffer[_start++]) : FillAsync(cancellation);

    private async ValueTask<byte> FillAsync(CancellationToken cancellation)
    {
        _start = 0;
        _end = await _process.StandardOutput.BaseStream.ReadAsync(_buffer, cancellation);
        return _end > 0 ? _buffer[_start++] : throw new IOException("git check-ignore ended");
    }
}

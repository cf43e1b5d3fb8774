using System.Buffers.Text;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// What a holder tells about its command, one line each, as stored in the run's status file. A sample of a whole life:
/// <code>
/// holder 4711
/// pid 4712
/// signaled 15
/// </code>
/// or <c>exited 3</c>, or <c>fail 2</c> (the error number of the exec), or from the shell holder <c>exit 143</c>, which cannot tell
/// an exit code above 128 from a signal. The shell holder may add an <c>exited</c> line to a <c>fail</c> one; the first end counts.
/// </summary>
public static class StatusProtocol
{
    private const int HighestSignal = 64;

    /// <summary>Reads the lines that are whole; a last one without its newline, and what is no line of the protocol, is passed over.</summary>
    public static IReadOnlyList<StatusLine> Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<StatusLine>(3);
        var ended = false;
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            if (ParseLine(bytes[..end]) is not { } line)
            {
                continue;
            }

            if (!line.IsEnd || !ended)
            {
                lines.Add(line);
            }

            ended |= line.IsEnd;
        }

        return lines;
    }

    /// <summary>The lines of a status file; none when there is no such file yet.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static IReadOnlyList<StatusLine> ReadFile(string path)
    {
        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd == -Errno.ENOENT)
        {
            return [];
        }

        // A life is under 60 bytes; whatever else gets into the file cannot come before it.
        Span<byte> bytes = stackalloc byte[1024];
        var read = fd < 0 ? fd : Files.Read(fd, bytes);
        if (fd >= 0)
        {
            _ = Files.Close(fd);
        }

        return read >= 0 ? Parse(bytes[..read]) : throw new IOException($"{path}: {Errno.Describe(-read)}");
    }

    private static StatusLine? ParseLine(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0 || !Utf8Parser.TryParse(line[(space + 1)..], out int number, out var used) || space + 1 + used != line.Length)
        {
            return null;
        }

        var word = line[..space];
        return word switch
        {
            _ when word.SequenceEqual("holder"u8) => new StatusLine.HolderStarted(number),
            _ when word.SequenceEqual("pid"u8) => new StatusLine.CommandStarted(number),
            _ when word.SequenceEqual("exited"u8) => new StatusLine.Exited(number),
            _ when word.SequenceEqual("signaled"u8) => new StatusLine.Signaled(number),
            _ when word.SequenceEqual("fail"u8) => new StatusLine.Failed(number),
            _ when word.SequenceEqual("exit"u8) => number is > 128 and <= 128 + HighestSignal
                ? new StatusLine.Signaled(number - 128, Approximate: true)
                : new StatusLine.Exited(number),
            _ => null,
        };
    }
}

/// <summary>One line of the status protocol. A closed family.</summary>
public abstract record StatusLine
{
    private StatusLine()
    {
    }

    /// <summary>Whether this line tells the command's end.</summary>
    public bool IsEnd => this is Exited or Signaled or Failed;

    /// <summary>The holder lives.</summary>
    /// <param name="Pid">Its process id.</param>
    public sealed record HolderStarted(int Pid) : StatusLine;

    /// <summary>The command lives. Only from here on may it be signalled.</summary>
    /// <param name="Pid">Its process id, which is its session's and its first process group's too.</param>
    public sealed record CommandStarted(int Pid) : StatusLine;

    /// <summary>The command ended by itself.</summary>
    /// <param name="Code">Its exit code, 0 to 255.</param>
    public sealed record Exited(int Code) : StatusLine;

    /// <summary>A signal ended the command.</summary>
    /// <param name="Signal">The signal's number, 1 to 64.</param>
    /// <param name="Approximate">True when a program that exits with 128 + the signal's number looks the same: the shell holder.</param>
    public sealed record Signaled(int Signal, bool Approximate = false) : StatusLine;

    /// <summary>The command could not be started.</summary>
    /// <param name="Errno">The error number, see errno(3).</param>
    public sealed record Failed(int Errno) : StatusLine;
}

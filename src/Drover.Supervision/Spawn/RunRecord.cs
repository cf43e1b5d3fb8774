using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// What a later daemon has to know of a run, kept in its directory as JSON (0600). Written twice: before the holder is started,
/// so that no holder is without one, and again with the holder's identity.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The owner of the run.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The owner's count of runs, from 1.</summary>
    public required int RunNumber { get; init; }

    /// <summary>The holder's process id; 0 when the daemon died between the two writes (the status lines tell it then).</summary>
    public int HolderPid { get; init; }

    /// <summary>The holder's start in clock ticks since boot; 0 as above.</summary>
    public long HolderStartTime { get; init; }

    /// <summary>Which holder it is.</summary>
    public required HolderKind HolderKind { get; init; }

    /// <summary>The boot of the machine, /proc/sys/kernel/random/boot_id: process ids of another boot mean nothing.</summary>
    public required Guid BootId { get; init; }

    /// <summary>The program, an absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Its working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>When it was started, by the clock of the wall.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether stderr goes into stdout.</summary>
    public bool MergeStderr { get; init; }

    /// <summary>Whether the command has a terminal.</summary>
    public bool Pty { get; init; }

    /// <summary>Inodes of the FIFOs by name, so that a descriptor of the holder's can be recognised when the path is gone.</summary>
    public IReadOnlyDictionary<string, ulong> Inodes { get; init; } = new Dictionary<string, ulong>(StringComparer.Ordinal);

    /// <summary>Text of the caller's, as given at the spawn.</summary>
    public string? Payload { get; init; }

    /// <summary>The record of a run; null when it was never written, or was cut short by a full disk.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static RunRecord? Read(RunDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(directory.RecordFile), RunRecordJson.Default.RunRecord);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record aside and puts it in place in one step.</summary>
    /// <returns>0, or the negative error number.</returns>
    internal int Write(RunDirectory directory)
    {
        var aside = directory.RecordFile + ".new";
        var fd = Files.Open(aside, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.CloseOnExec, 0x180); // 0600
        if (fd < 0)
        {
            return fd;
        }

        using var owner = new FileDescriptor(fd);
        ReadOnlySpan<byte> rest = JsonSerializer.SerializeToUtf8Bytes(this, RunRecordJson.Default.RunRecord);
        while (!rest.IsEmpty)
        {
            var written = Files.Write(fd, rest);
            if (written <= 0)
            {
                return written < 0 ? written : -Errno.ENOSPC;
            }

            rest = rest[written..];
        }

        return Files.Rename(aside, directory.RecordFile);
    }
}

[JsonSerializable(typeof(RunRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
internal sealed partial class RunRecordJson : JsonSerializerContext;

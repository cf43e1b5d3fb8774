using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Spawn;

/// <summary>
/// Starts commands. Each gets a holder (see <see cref="Holder"/>), started by posix_spawn in a session of its own with every
/// signal at its default; the holder starts the command in another session and keeps the other ends of the run's FIFOs, so that
/// this daemon may die at any moment. About 1 ms on the calling thread; nothing in here waits for the command.
/// </summary>
public sealed partial class Spawner
{
    private readonly Holder _holder;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly string _fileLimit = FileLimit.ForCommands().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A spawner that uses one kind of holder.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="logger">Told of runs whose record could not be completed.</param>
    /// <param name="time">The clock for the run's record; the system's when left out.</param>
    public Spawner(Holder holder, ILogger logger, TimeProvider? time = null)
    {
        _holder = holder;
        _logger = logger;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Starts a command.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="directory">
    /// The run's directory, freshly made: with stdin FIFOs when <see cref="ProcessSpec.Stdin"/> is <see cref="StdinMode.Hold"/>, and with
    /// one for stderr unless it is merged or a terminal is used (one that is there too many does no harm).
    /// </param>
    /// <param name="markers">Whose run it is.</param>
    /// <returns>The run, or why nothing was started; the directory is the caller's to delete then.</returns>
    public SpawnResult Spawn(ProcessSpec spec, RunDirectory directory, SpawnMarkers markers)
    {
        if (SpecCheck.FindFault(spec) is { } fault)
        {
            return fault;
        }

        using var ends = new DaemonEnds(spec, directory);
        if (ends.Error is { } error)
        {
            return error;
        }

        var record = RecordOf(spec, markers) with { Inodes = ends.Inodes };
        var written = record.Write(directory);
        if (written < 0)
        {
            return new SpawnResult.SpawnFailed(-written, $"The run's record {directory.RecordFile} cannot be written: {Errno.Describe(-written)}.");
        }

        var variables = CommandEnvironment.Of(spec.Environment, markers);
        var script = "";
        if (_holder.Kind == HolderKind.Sh && ShellEnvironment.ScriptFor(spec) is { } text)
        {
            script = directory.EnvironmentScript;
            written = ShellEnvironment.Write(script, text);
            if (written < 0)
            {
                return new SpawnResult.SpawnFailed(-written, $"{script} cannot be written: {Errno.Describe(-written)}.");
            }
        }

        var pid = Start(spec, directory, ends, variables, script);
        if (pid < 0)
        {
            return Failed(-pid, variables, spec);
        }

        var startTime = ProcStat.TryRead(pid, out var stat) ? stat.StartTime : 0;
        written = (record with { HolderPid = pid, HolderStartTime = startTime }).Write(directory);
        if (written < 0)
        {
            // Recovery takes the holder from the status lines then.
            LogRecordIncomplete(directory.RecordFile, Errno.Describe(-written));
        }

        return new SpawnResult.Spawned(ends.HandOver(_holder.Kind, pid, startTime));
    }

    private int Start(ProcessSpec spec, RunDirectory directory, DaemonEnds ends, ICollection<string> variables, string script)
    {
        var native = _holder.Kind == HolderKind.Native;
        using var actions = new SpawnActions(blockAllSignals: native);
        using var arguments = new NativeStrings(
            native ? HolderCommand.Native(_holder, spec, directory, _fileLimit) : HolderCommand.Shell(_holder, spec, directory, _fileLimit, ends.SlavePath, script));
        using var environment = new NativeStrings([.. variables]);
        HolderCommand.AddDescriptors(actions, spec, directory, ends.PtyMaster, native);
        // The shell holder's command gets its folder by inheritance, because `cd` would rewrite PWD. The native one changes to it itself.
        actions.ChangeDirectory(native ? "/" : spec.WorkingDirectory);
        return actions.Spawn(_holder.Path, arguments, environment);
    }

    private static SpawnResult.SpawnFailed Failed(int errno, ICollection<string> variables, ProcessSpec spec)
    {
        if (errno != Errno.E2BIG)
        {
            return new SpawnResult.SpawnFailed(errno, $"The holder of {spec.Program} cannot be started: {Errno.Describe(errno)}.");
        }

        var bytes = variables.Sum(v => (long)v.Length) + spec.Arguments.Sum(a => (long)a.Length);
        return new SpawnResult.SpawnFailed(
            errno,
            $"The arguments and the environment of {spec.Program} are about {bytes} bytes together, which is more than the system takes (one string may have 128 KiB).");
    }

    private RunRecord RecordOf(ProcessSpec spec, SpawnMarkers markers) => new()
    {
        SessionId = markers.SessionId,
        RunId = markers.RunId,
        RunNumber = markers.RunNumber,
        HolderKind = _holder.Kind,
        BootId = BootId.Current,
        Program = spec.Program,
        WorkingDirectory = spec.WorkingDirectory,
        StartedAt = _time.GetUtcNow(),
        MergeStderr = spec.MergeStderr,
        Pty = spec.Pty is not null,
        Payload = markers.Payload,
    };

    [LoggerMessage(1101, LogLevel.Warning, "The run's record {Path} lacks its holder: {Error}")]
    private partial void LogRecordIncomplete(string path, string error);
}

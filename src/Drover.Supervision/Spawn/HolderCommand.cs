using System.Text;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>How each holder is called: its arguments, and the descriptors it finds (see holder.c for their meaning).</summary>
internal static class HolderCommand
{
    /// <summary>The holder's own end of the FIFO on which it waits for its end.</summary>
    public const int Release = 4;

    private const int Status = 3;
    private const int OutRead = 5;
    private const int ErrRead = 6;
    private const int OutWrite = 7;
    private const int ErrWrite = 8;
    private const int Master = 9;
    private const int StdinWriter = 10;
    private const int StdinClose = 11;
    private const int ShellStdinWriter = 9;

    private const string NullDevice = "/dev/null";

    private static readonly string Script = ReadScript();

    public static List<string> Native(Holder holder, ProcessSpec spec, RunDirectory directory, string fileLimit)
    {
        var arguments = new List<string>(12 + spec.Arguments.Count) { holder.Path, "-n", fileLimit, "-d", spec.WorkingDirectory, HolderCommandLine.RunDirectoryOption, directory.Path };
        if (spec.CgroupDirectory is { } cgroup)
        {
            arguments.Add("-g");
            arguments.Add(ProcsOf(cgroup));
        }

        if (spec.Pty is not null)
        {
            arguments.Add("-p");
        }
        else
        {
            if (spec.MergeStderr)
            {
                arguments.Add("-m");
            }

            if (spec.Stdin is StdinMode.Hold)
            {
                arguments.Add("-i");
            }
        }

        arguments.Add(HolderCommandLine.EndOfOptions);
        arguments.Add(spec.Program);
        arguments.AddRange(spec.Arguments);
        return arguments;
    }

    public static List<string> Shell(Holder holder, ProcessSpec spec, RunDirectory directory, string fileLimit, string slavePath, string environmentScript)
    {
        var holdsStdin = spec is { Stdin: StdinMode.Hold, Pty: null };
        List<string> arguments =
        [
            holder.Path, "-c", Script, HolderCommandLine.Name,
            fileLimit,
            spec.CgroupDirectory is { } cgroup ? ProcsOf(cgroup) : "",
            slavePath,
            holdsStdin ? directory.In : "",
            holdsStdin ? directory.Close : "",
            spec.MergeStderr ? "7" : "8",
            environmentScript,
            directory.Path,
            spec.Program,
        ];
        arguments.AddRange(spec.Arguments);
        return arguments;
    }

    public static void AddDescriptors(SpawnActions actions, ProcessSpec spec, RunDirectory directory, FileDescriptor? master, bool native)
    {
        // Before the opens: their numbers may be taken by the descriptor that is to be copied.
        if (master is not null && native)
        {
            actions.Duplicate(master.Number, Master);
        }

        var holdsStdin = spec is { Stdin: StdinMode.Hold, Pty: null };
        var stdin = spec switch
        {
            { Pty: not null } => NullDevice,
            { Stdin: StdinMode.File file } => file.Path,
            _ when holdsStdin && native => directory.In,
            _ => NullDevice,
        };
        actions.Open(0, stdin, OpenFlags.ReadOnly);
        actions.Open(1, NullDevice, OpenFlags.ReadWrite);
        actions.Open(2, NullDevice, OpenFlags.ReadWrite);
        actions.Open(Status, directory.Status, OpenFlags.ReadWrite);
        actions.Open(Release, directory.Release, OpenFlags.ReadWrite);
        actions.Open(OutRead, directory.Out, OpenFlags.ReadOnly);
        if (spec.Pty is not null)
        {
            return;
        }

        actions.Open(OutWrite, directory.Out, OpenFlags.WriteOnly);
        if (!spec.MergeStderr)
        {
            actions.Open(ErrRead, directory.Err, OpenFlags.ReadOnly);
            actions.Open(ErrWrite, directory.Err, OpenFlags.WriteOnly);
        }

        if (holdsStdin)
        {
            actions.Open(native ? StdinWriter : ShellStdinWriter, directory.In, OpenFlags.WriteOnly);
            if (native)
            {
                actions.Open(StdinClose, directory.Close, OpenFlags.ReadWrite);
            }
        }
    }

    private static string ProcsOf(string cgroupDirectory) => Path.Join(cgroupDirectory, "cgroup.procs");

    private static string ReadScript()
    {
        using var stream = typeof(HolderCommand).Assembly.GetManifestResourceStream("holder.sh")
            ?? throw new InvalidOperationException("The shell holder is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

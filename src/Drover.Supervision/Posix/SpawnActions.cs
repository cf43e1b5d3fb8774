using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>
/// posix_spawn(3): the one way to start a process with a session of its own, default signal actions and a chosen mask that does
/// not copy this process's memory map. Used once per instance: add actions in order, then <see cref="Spawn"/>.
/// </summary>
internal sealed unsafe partial class SpawnActions : IDisposable
{
    // The largest of the opaque structs is 336 bytes in glibc and musl.
    private const int OpaqueSize = 1024;
    private const int SetSignalDefaults = 0x04;
    private const int SetSignalMask = 0x08;
    private const int SetSession = 0x80;

    private void* _actions;
    private void* _attributes;
    private int _firstError;

    /// <param name="blockAllSignals">Whether the child starts with every signal blocked; otherwise with none.</param>
    public SpawnActions(bool blockAllSignals)
    {
        _actions = NativeMemory.AllocZeroed(OpaqueSize);
        _attributes = NativeMemory.AllocZeroed(OpaqueSize);
        var signals = stackalloc byte[OpaqueSize];
        Note(FileActionsInitRaw(_actions));
        Note(AttributesInitRaw(_attributes));
        Note(AttributesSetFlagsRaw(_attributes, SetSession | SetSignalDefaults | SetSignalMask));
        _ = SigFillSetRaw(signals);
        Note(AttributesSetSigDefaultRaw(_attributes, signals));
        if (!blockAllSignals)
        {
            _ = SigEmptySetRaw(signals);
        }

        Note(AttributesSetSigMaskRaw(_attributes, signals));
    }

    /// <summary>Copies a descriptor of this process to a number in the child; the copy survives the exec.</summary>
    public void Duplicate(int fd, int target) => Note(AddDup2Raw(_actions, fd, target));

    /// <summary>Opens a path in the child under exactly this number.</summary>
    public void Open(int target, string path, int flags) => Note(AddOpenRaw(_actions, target, path, flags, 0));

    /// <summary>Changes the child's working directory; paths of later actions are relative to it.</summary>
    public void ChangeDirectory(string path) => Note(AddChdirRaw(_actions, path));

    /// <summary>Starts the program.</summary>
    /// <returns>The child's id, or the negative error number, that of a file action or of the exec included.</returns>
    public int Spawn(string path, NativeStrings arguments, NativeStrings environment)
    {
        if (_firstError != 0)
        {
            return -_firstError;
        }

        var error = SpawnRaw(out var pid, path, _actions, _attributes, arguments.Pointer, environment.Pointer);
        return error == 0 ? pid : -error;
    }

    private void Note(int error)
    {
        if (_firstError == 0)
        {
            _firstError = error;
        }
    }

    public void Dispose()
    {
        if (_actions is not null)
        {
            _ = FileActionsDestroyRaw(_actions);
            _ = AttributesDestroyRaw(_attributes);
            NativeMemory.Free(_actions);
            NativeMemory.Free(_attributes);
            _actions = null;
            _attributes = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SpawnRaw(out int pid, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInitRaw(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroyRaw(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDup2Raw(void* actions, int fd, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpenRaw(void* actions, int target, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChdirRaw(void* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInitRaw(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroyRaw(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlagsRaw(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetSigDefaultRaw(void* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetSigMaskRaw(void* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SigFillSetRaw(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SigEmptySetRaw(byte* signals);
}

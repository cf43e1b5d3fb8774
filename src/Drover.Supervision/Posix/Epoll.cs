using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>epoll(7) and eventfd(2). Every call answers zero or more, or the negative error number.</summary>
internal static partial class Epoll
{
    public const uint In = 1;
    public const uint Out = 4;
    public const uint Error = 8;
    public const uint HungUp = 16;
    public const uint EdgeTriggered = 1u << 31;
    public const uint OneShot = 1u << 30;

    private const int CtlAdd = 1;
    private const int CtlDelete = 2;
    private const int CtlModify = 3;

    /// <summary>A new instance, close-on-exec.</summary>
    public static int Create() => Errno.Result(CreateRaw(OpenFlags.CloseOnExec));

    public static int Add(int epoll, int fd, uint events, ulong token) => Change(epoll, CtlAdd, fd, events, token);

    public static int Modify(int epoll, int fd, uint events, ulong token) => Change(epoll, CtlModify, fd, events, token);

    public static int Remove(int epoll, int fd) => Change(epoll, CtlDelete, fd, 0, 0);

    /// <summary>Waits for events and leaves them in <paramref name="events"/>. An interrupted wait answers 0.</summary>
    /// <param name="epoll">The instance.</param>
    /// <param name="events">Where the events go; its capacity bounds how many.</param>
    /// <param name="timeoutMilliseconds">-1 waits for ever.</param>
    public static int Wait(int epoll, EpollEvents events, int timeoutMilliseconds)
    {
        var answer = Errno.Result(WaitRaw(epoll, ref events.Start, events.Capacity, timeoutMilliseconds));
        return answer == -Errno.EINTR ? 0 : answer;
    }

    /// <summary>A counter that wakes an epoll loop: non-blocking, close-on-exec.</summary>
    public static int CreateWakeUp() => Errno.Result(EventFdRaw(0, OpenFlags.CloseOnExec | OpenFlags.NonBlocking));

    /// <summary>Makes the counter readable. Safe from any thread; a counter that is full already wakes the loop.</summary>
    public static void Wake(int eventFd)
    {
        ulong one = 1;
        _ = Files.Write(eventFd, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in one)));
    }

    /// <summary>Takes all wake-ups that have come.</summary>
    public static void ClearWakeUp(int eventFd)
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        _ = Files.Read(eventFd, counter);
    }

    private static int Change(int epoll, int operation, int fd, uint events, ulong token)
    {
        Span<byte> record = stackalloc byte[16];
        MemoryMarshal.Write(record, events);
        MemoryMarshal.Write(record[EpollEvents.TokenOffset..], token);
        return Errno.Result(CtlRaw(epoll, operation, fd, ref MemoryMarshal.GetReference(record)));
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int CreateRaw(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int CtlRaw(int epoll, int operation, int fd, ref byte record);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitRaw(int epoll, ref byte records, int capacity, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFdRaw(uint initial, int flags);
}

/// <summary>Room for the events of one wait. The kernel packs struct epoll_event on x86_64 and nowhere else.</summary>
internal sealed class EpollEvents
{
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64;
    private static readonly int Stride = Packed ? 12 : 16;
    private readonly byte[] _records;

    public EpollEvents(int capacity)
    {
        Capacity = capacity;
        _records = new byte[capacity * 16];
    }

    public int Capacity { get; }

    internal static int TokenOffset => Packed ? 4 : 8;

    internal ref byte Start => ref MemoryMarshal.GetArrayDataReference(_records);

    /// <summary>The event bits of the n-th record.</summary>
    public uint Bits(int n) => Unsafe.ReadUnaligned<uint>(ref _records[n * Stride]);

    /// <summary>The token given when the descriptor of the n-th record was added.</summary>
    public ulong Token(int n) => Unsafe.ReadUnaligned<ulong>(ref _records[(n * Stride) + TokenOffset]);
}

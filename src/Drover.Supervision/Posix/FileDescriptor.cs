using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>Owns one file descriptor and closes it exactly once.</summary>
/// <remarks>A loop that uses the number in system calls must keep the owner alive for as long as it uses it.</remarks>
public sealed class FileDescriptor : SafeHandle
{
    /// <summary>Takes the ownership of an open descriptor.</summary>
    /// <param name="number">The descriptor, zero or greater.</param>
    public FileDescriptor(int number)
        : base(-1, ownsHandle: true) => SetHandle(number);

    /// <summary>The descriptor's number, for system calls.</summary>
    /// <exception cref="ObjectDisposedException">The descriptor has been closed.</exception>
    public int Number
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (int)handle;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle < 0;

    /// <inheritdoc/>
    // EINTR from close means closed on Linux: never again, the number may be somebody else's by then.
    protected override bool ReleaseHandle() => Files.Close((int)handle) is 0 or -Errno.EINTR;
}

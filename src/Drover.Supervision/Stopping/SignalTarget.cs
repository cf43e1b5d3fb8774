using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Stopping;

/// <summary>One process to be signalled, held so that it cannot be taken for another one when its id is given away.</summary>
internal sealed class SignalTarget : IDisposable
{
    private readonly ProcessIdentity _identity;
    private readonly FileDescriptor? _pidfd;
    private readonly ulong _token;

    private SignalTarget(ProcessIdentity identity, FileDescriptor? pidfd)
    {
        _identity = identity;
        _pidfd = pidfd;
        if (pidfd is not null && ProcessExits.Shared.TryRegister(pidfd.Number, out _token, out var ended))
        {
            Ended = ended;
        }
    }

    /// <summary>Completes when the process has ended; null where the system cannot tell (kernels before 5.3, no descriptor left).</summary>
    public Task? Ended { get; }

    public bool IsAlive => Ended is { IsCompleted: true } ? false : _identity.IsAlive;

    /// <summary>Takes hold of a process.</summary>
    /// <returns>Null when it has ended, also when its id belongs to another one by now.</returns>
    public static SignalTarget? Open(ProcessIdentity identity)
    {
        var fd = Pidfd.Open(identity.Pid);
        if (fd == -Errno.ESRCH)
        {
            return null;
        }

        var pidfd = fd < 0 ? null : new FileDescriptor(fd);
        // Checked after the descriptor was taken: from here on it is this process or none.
        if (identity.IsAlive)
        {
            return new SignalTarget(identity, pidfd);
        }

        pidfd?.Dispose();
        return null;
    }

    /// <summary>Signals the process.</summary>
    /// <returns>0, or the negative error number: -ESRCH when it has ended, -EPERM when it is another user's.</returns>
    public int Send(int signal) => _pidfd is not null
        ? Pidfd.SendSignal(_pidfd.Number, signal)
        : _identity.IsAlive ? Processes.Kill(_identity.Pid, signal) : -Errno.ESRCH;

    public void Dispose()
    {
        if (_pidfd is not null)
        {
            ProcessExits.Shared.Forget(_token, _pidfd.Number);
            _pidfd.Dispose();
        }
    }
}

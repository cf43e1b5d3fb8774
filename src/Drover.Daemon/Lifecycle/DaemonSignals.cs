using System.Runtime.InteropServices;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// TERM, and HUP on a foreground daemon, stop the daemon and leave the sessions to the next one. Ctrl-C on a foreground daemon ends them too,
/// unless told to keep them. A background daemon has no terminal and ignores HUP.
/// </summary>
internal sealed class DaemonSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    public DaemonSignals(DaemonLifetime lifetime, bool foreground, bool keep)
    {
        On(PosixSignal.SIGTERM, () => lifetime.RequestStop(keep: true));
        On(PosixSignal.SIGQUIT, () => lifetime.RequestStop(keep: true));
        On(PosixSignal.SIGINT, () => lifetime.RequestStop(keep: keep || !foreground));
        On(PosixSignal.SIGHUP, () =>
        {
            if (foreground)
            {
                lifetime.RequestStop(keep: true);
            }
        });

        void On(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action();
        }));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}

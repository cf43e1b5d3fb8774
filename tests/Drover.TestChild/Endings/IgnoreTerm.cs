using System.Runtime.InteropServices;

namespace Drover.TestChild.Endings;

/// <summary>Survives TERM, INT, HUP and QUIT and says so; only KILL ends it.</summary>
internal sealed class IgnoreTerm : IVerb
{
    public string Summary => "(prints 'ready', then 'ignored SIGTERM' …)";

    public int Run(Options options)
    {
        var registrations = new List<PosixSignalRegistration>();
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Child.Line($"ignored {context.Signal}");
            }));
        }

        Child.Line("ready");
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(registrations);
        return 0;
    }
}

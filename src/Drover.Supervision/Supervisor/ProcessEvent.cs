namespace Drover.Supervision.Supervisor;

/// <summary>What just happened to a supervised process.</summary>
public enum ProcessEvent
{
    /// <summary>A run is about to be spawned. The spawn waits for the observer: what must survive a crash is stored now.</summary>
    RunStarting,

    /// <summary>The command lives; its process id is known.</summary>
    RunStarted,

    /// <summary>It had ended, and waits now for somebody to start it again.</summary>
    Held,

    /// <summary>A stop or restart was accepted.</summary>
    Stopping,

    /// <summary>The run ended and its exit is known. The holder is released only after the observer returns.</summary>
    RunEnded,

    /// <summary>The last writer of an ended run's output is gone.</summary>
    OutputEnded,

    /// <summary>A stop is over.</summary>
    Stopped,

    /// <summary>Something else in the snapshot changed.</summary>
    Changed,

    /// <summary>Bytes cannot be stored; writers wait.</summary>
    Degraded,

    /// <summary>Bytes are stored again.</summary>
    Recovered,
}

/// <summary>Told of every change of a supervised process, in order, by its owner loop.</summary>
public interface IProcessObserver
{
    /// <summary>Called after each change, before the next is made.</summary>
    /// <param name="process">The process.</param>
    /// <param name="snapshot">Its snapshot after the change.</param>
    /// <param name="happened">What happened.</param>
    /// <returns>Completes when what must be durable is durable.</returns>
    ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened);
}

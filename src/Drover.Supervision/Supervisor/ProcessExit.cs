namespace Drover.Supervision.Supervisor;

/// <summary>How a run ended: exactly one of the four nested records.</summary>
public abstract record ProcessExit
{
    private ProcessExit()
    {
    }

    /// <summary>True for exit code 0 only.</summary>
    public bool IsSuccess => this is Exited { Code: 0 };

    /// <summary>The command called exit.</summary>
    /// <param name="Code">0 to 255.</param>
    public sealed record Exited(int Code) : ProcessExit;

    /// <summary>A signal ended the command.</summary>
    /// <param name="Signal">Signal number.</param>
    /// <param name="Approximate">True where only a shell told it: the command may as well have exited with 128 + the number.</param>
    public sealed record Signaled(int Signal, bool Approximate = false) : ProcessExit;

    /// <summary>The command never ran.</summary>
    /// <param name="Errno">The system's error number; 0 when the failure was found before asking the system.</param>
    /// <param name="Message">What is wrong, for people.</param>
    public sealed record FailedToStart(int Errno, string Message) : ProcessExit;

    /// <summary>Nobody saw the end: the holder was killed, or the machine went down.</summary>
    /// <param name="Why">What is known about it.</param>
    public sealed record Lost(string Why) : ProcessExit;
}

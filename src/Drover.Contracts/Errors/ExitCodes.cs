namespace Drover.Contracts.Errors;

/// <summary>Exit codes of the command line. Commands that run something to its end pass its own code through instead.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Failed in a way that has no code of its own here.</summary>
    public const int Failure = 1;

    /// <summary>The call itself is wrong: an option, an argument, a value.</summary>
    public const int Usage = 2;

    /// <summary>The session, program or folder named does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>It exists, but its state does not allow the call.</summary>
    public const int Conflict = 4;

    /// <summary>No daemon answers and none could be started.</summary>
    public const int DaemonUnreachable = 5;

    /// <summary>Waited as long as allowed; what was waited for has not come. The number timeout(1) uses.</summary>
    public const int Timeout = 124;

    /// <summary>Ended by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read the output has closed it: 128 + SIGPIPE.</summary>
    public const int BrokenPipe = 141;
}

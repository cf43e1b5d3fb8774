namespace Drover.Supervision.Spawn;

/// <summary>What to run, complete and resolved: nothing of it is looked up again in the daemon's own surroundings.</summary>
public sealed record ProcessSpec
{
    /// <summary>The program as an absolute path (see <see cref="ProgramLocator"/>); it is also argv[0], so that no shell can take it for a builtin.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments without argv[0].</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The working directory, an absolute path that exists.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment. <see cref="Spawner"/> adds the run's markers and takes out its own settings.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where the command reads from. Ignored with a terminal, which is then the command's stdin.</summary>
    public StdinMode Stdin { get; init; } = new StdinMode.Null();

    /// <summary>Whether stderr goes into stdout, which gives the exact order of the two.</summary>
    public bool MergeStderr { get; init; }

    /// <summary>The size of the command's terminal; null gives it pipes instead of a terminal.</summary>
    public PtySize? Pty { get; init; }

    /// <summary>The directory of a cgroup v2 that the command joins before it starts; null leaves it in the daemon's.</summary>
    public string? CgroupDirectory { get; init; }
}

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Columns">Characters in a row, 1 to 65,535.</param>
/// <param name="Rows">Rows, 1 to 65,535.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct PtySize(int Columns, int Rows);

/// <summary>Where a command's stdin comes from. A closed family.</summary>
public abstract record StdinMode
{
    private StdinMode()
    {
    }

    /// <summary>/dev/null: the command reads the end at once.</summary>
    public sealed record Null : StdinMode;

    /// <summary>A pipe that stays open, over the daemon's death too, and takes what <see cref="StdinWriter"/> writes.</summary>
    public sealed record Hold : StdinMode;

    /// <summary>A file, read from its start.</summary>
    /// <param name="Path">The absolute path.</param>
    public sealed record File(string Path) : StdinMode;
}

/// <summary>Whose run it is: goes into the command's environment and into the run's own record.</summary>
/// <param name="SessionId">The owner; <c>DROVER_SESSION_ID</c> in the environment.</param>
/// <param name="RunId">This run; <c>DROVER_RUN_ID</c> in the environment, by which the process tree is found again.</param>
/// <param name="RunNumber">The owner's count of runs, from 1.</param>
/// <param name="Payload">Text of the caller's that is kept with the run (0600), for a daemon that adopts it later.</param>
public sealed record SpawnMarkers(Guid SessionId, Guid RunId, int RunNumber = 1, string? Payload = null);

namespace Drover.Daemon.Configuration;

/// <summary><c>runners.NAME</c> of the configuration: what is added to a built-in runner, or the whole of another one.</summary>
internal sealed record RunnerConfig
{
    public required string Name { get; init; }

    /// <summary>The program and its first arguments; null for the built-in one's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? Model { get; init; }

    /// <summary>How a runner of the configuration gets its prompt.</summary>
    public PromptBy Prompt { get; init; }
}

/// <summary>How a program is given a prompt.</summary>
internal enum PromptBy
{
    /// <summary>On stdin, which is closed then.</summary>
    Stdin,

    /// <summary>As the last argument, behind <c>--</c>.</summary>
    Argument,

    /// <summary>In a file, whose path takes the place of <c>{prompt_file}</c> or is the last argument.</summary>
    File,
}

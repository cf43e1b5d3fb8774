using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Files;

/// <summary>What a project's file says, checked as far as that can be done without looking at the machine. Texts are as written.</summary>
internal sealed record ProjectFile
{
    /// <summary>Absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Real path of the folder it is in, which is the project's identity.</summary>
    public required string Folder { get; init; }

    /// <summary>The name it asks for.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<YamlText> EnvFiles { get; init; } = [];

    public IReadOnlyDictionary<string, YamlText> Env { get; init; } = new Dictionary<string, YamlText>(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<ProjectProcess> Processes { get; init; }

    public ProjectProcess? Find(string name) => Processes.FirstOrDefault(process => process.Name == name);
}

/// <summary>One process of a file.</summary>
internal sealed record ProjectProcess
{
    public required string Name { get; init; }

    public required Place At { get; init; }

    /// <summary>As written: nothing is replaced yet, and without label, dependencies and environment files.</summary>
    public required SessionSpec Spec { get; init; }

    public IReadOnlyList<YamlText> EnvFiles { get; init; } = [];

    public IReadOnlyList<ProcessDependency> DependsOn { get; init; } = [];

    public bool Once { get; init; }

    /// <summary>Where each value stands, by its path, e.g. <c>ready.http</c>.</summary>
    public IReadOnlyDictionary<string, Place> Places { get; init; } = new Dictionary<string, Place>(StringComparer.Ordinal);

    /// <summary>The place of a value, or of the nearest thing around it.</summary>
    public Place PlaceOf(string field)
    {
        while (field.Length > 0)
        {
            if (Places.TryGetValue(field, out var place))
            {
                return place;
            }

            field = field.LastIndexOf('.') is > 0 and var dot ? field[..dot] : "";
        }

        return At;
    }
}

/// <summary>Another process that must be there first.</summary>
/// <param name="Name">The other one.</param>
/// <param name="Condition">What must be true of it; null where only its name was written.</param>
/// <param name="At">Where that stands.</param>
internal sealed record ProcessDependency(string Name, DependencyCondition? Condition, Place At);

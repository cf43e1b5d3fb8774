namespace Drover.Daemon.Features.Suggest.Rules;

/// <summary>What a folder is written in.</summary>
internal enum Ecosystem
{
    Python,
    JavaScript,
    TypeScript,
    Go,
    Rust,
    Dotnet,
    Ruby,
    Php,
    Maven,
    Gradle,
}

/// <summary>Finds out by the names of files; none is read.</summary>
internal static class Ecosystems
{
    private const int MostNames = 2_000;

    private static readonly (string Name, Ecosystem Is)[] Names =
    [
        ("pyproject.toml", Ecosystem.Python), ("setup.py", Ecosystem.Python), ("setup.cfg", Ecosystem.Python), ("requirements.txt", Ecosystem.Python), ("Pipfile", Ecosystem.Python),
        ("tsconfig.json", Ecosystem.TypeScript), ("package.json", Ecosystem.JavaScript), ("go.mod", Ecosystem.Go), ("Cargo.toml", Ecosystem.Rust),
        ("Gemfile", Ecosystem.Ruby), ("composer.json", Ecosystem.Php), ("pom.xml", Ecosystem.Maven), ("build.gradle", Ecosystem.Gradle), ("build.gradle.kts", Ecosystem.Gradle),
    ];

    private static readonly (string Extension, Ecosystem Is)[] Extensions =
    [
        (".py", Ecosystem.Python), (".csproj", Ecosystem.Dotnet), (".fsproj", Ecosystem.Dotnet), (".sln", Ecosystem.Dotnet), (".slnx", Ecosystem.Dotnet),
        (".go", Ecosystem.Go), (".rs", Ecosystem.Rust), (".rb", Ecosystem.Ruby),
    ];

    /// <summary>Those of a folder; what its project files name comes before what lies about.</summary>
    public static IReadOnlyList<Ecosystem> In(string folder)
    {
        try
        {
            return Of([.. Directory.EnumerateFiles(folder).Take(MostNames).Select(path => Path.GetFileName(path))]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed tells nothing of itself; the rules that need no ecosystem go on.
            return [];
        }
    }

    public static IReadOnlyList<Ecosystem> Of(IReadOnlyCollection<string> names) =>
    [
        .. Names.Where(known => names.Contains(known.Name)).Select(known => known.Is)
            .Concat(Extensions.Where(known => names.Any(name => name.EndsWith(known.Extension, StringComparison.Ordinal))).Select(known => known.Is))
            .Distinct(),
    ];
}

using System.Runtime.InteropServices;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Suggest;

/// <summary>What a model is told of this machine: its system, the user's shell, and which common programs are there.</summary>
internal static class Surroundings
{
    private static readonly string[] Common =
    [
        "git", "gh", "rg", "fd", "jq", "curl", "make", "just", "docker", "kubectl", "node", "npm", "pnpm", "yarn", "bun", "deno", "python3", "pip", "uv", "poetry", "ruff",
        "mypy", "pytest", "go", "cargo", "rustc", "dotnet", "java", "mvn", "gradle", "ruby", "bundle", "php", "composer", "psql", "sqlite3", "ss", "lsof", "fuser",
    ];

    public static string Os => RuntimeInformation.OSDescription;

    public static string Shell => Path.GetFileName(Environment.GetEnvironmentVariable("SHELL") is { Length: > 0 } shell ? shell : "sh");

    /// <summary>Those of the common programs that are on the PATH.</summary>
    public static IReadOnlyList<string> Tools(string folder)
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        return [.. Common.Where(name => ProgramLocator.Find(name, folder, path) is ProgramLookup.Found)];
    }
}

using System.Text.Json;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Workspaces;

/// <summary>A <c>package.json</c> and the package manager of its lock file.</summary>
/// <remarks>A sample: <code>{"scripts":{"dev":"vite","test":"vitest run"},"devDependencies":{"vitest":"^3"},"packageManager":"pnpm@9.1.0"}</code></remarks>
internal sealed record PackageFile
{
    private static readonly (string Lock, string Manager)[] Locks =
    [
        ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"), ("package-lock.json", "npm"), ("npm-shrinkwrap.json", "npm"),
    ];

    public required string Manager { get; init; }

    /// <summary>Scripts by name, in the order of the file.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Scripts { get; init; }

    public required IReadOnlySet<string> Packages { get; init; }

    /// <returns>Null when there is none, or none that npm could read.</returns>
    public static PackageFile? In(FolderFiles files)
    {
        if (files.Text("package.json") is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return json.RootElement.ValueKind != JsonValueKind.Object ? null : new PackageFile
            {
                Manager = ManagerOf(files, json.RootElement),
                Scripts = [.. Texts(json.RootElement, "scripts")],
                Packages = Texts(json.RootElement, "dependencies").Concat(Texts(json.RootElement, "devDependencies")).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal),
            };
        }
        catch (JsonException)
        {
            // Somebody is editing it.
            return null;
        }
    }

    public string? Script(string name) => Scripts.LastOrDefault(script => script.Key == name).Value;

    /// <summary>The line that runs a script.</summary>
    public string Run(string script)
    {
        var word = CommandText.Quote(script);
        return script is "test" or "start" && Manager is not "bun" ? $"{Manager} {word}" : $"{Manager} run {word}";
    }

    /// <summary>The line that runs a script with arguments of its own.</summary>
    public string Run(string script, string arguments) => Manager is "npm" ? $"{Run(script)} -- {arguments}" : $"{Run(script)} {arguments}";

    /// <summary>The line that runs a program of an installed package.</summary>
    public string Execute(string program) => Manager switch
    {
        "pnpm" => $"pnpm exec {program}",
        "yarn" => $"yarn run {program}",
        "bun" => $"bun x {program}",
        _ => $"npx --no-install {program}",
    };

    // The lock file of a workspace of packages lies with its root.
    private static string ManagerOf(FolderFiles files, JsonElement root)
    {
        foreach (var folder in files.Upwards)
        {
            if (Locks.FirstOrDefault(entry => folder.Has(entry.Lock)).Manager is { } found)
            {
                return found;
            }
        }

        return root.TryGetProperty("packageManager", out var named) && named.ValueKind == JsonValueKind.String
            && Locks.Select(entry => entry.Manager).FirstOrDefault(manager => named.GetString()!.StartsWith(manager + "@", StringComparison.Ordinal)) is { } manager
            ? manager
            : "npm";
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String).Select(entry => new KeyValuePair<string, string>(entry.Name, entry.Value.GetString()!))
            : [];
}

using System.Text.Json;

namespace Drover.Cli.Commands.Projects.Init;

/// <summary>The script of a <c>package.json</c> that a developer keeps running.</summary>
/// <remarks>A sample: <code>{"scripts":{"dev":"vite","build":"vite build","worker:dev":"tsx watch worker.ts"}}</code></remarks>
internal static class PackageScripts
{
    // The first that is there is the server; the others of one package are other ways to the same.
    private static readonly string[] Servers = ["dev", "start:dev", "serve", "start", "develop"];
    private static readonly string[] Suffixes = [":dev", ":watch"];

    private static readonly (string File, string Runner)[] Managers =
        [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"), ("package-lock.json", "npm")];

    // They take their port only as an argument.
    private static readonly string[] PortByArgument = ["vite", "astro", "ng serve", "vue-cli-service"];

    /// <param name="root">The project's folder.</param>
    /// <param name="folder">The package's folder, relative; null for the project's own.</param>
    /// <param name="broken">Takes what is wrong with the file, in words.</param>
    internal static IReadOnlyList<DraftProcess> Find(string root, string? folder, ICollection<string> broken)
    {
        var here = folder is null ? root : Path.Combine(root, folder);
        var file = Path.Combine(here, "package.json");
        if (!File.Exists(file) || Scripts(file, folder is null ? "package.json" : $"{folder}/package.json", broken) is not { Count: > 0 } scripts)
        {
            return [];
        }

        var runner = Managers.FirstOrDefault(manager => File.Exists(Path.Combine(here, manager.File)) || File.Exists(Path.Combine(root, manager.File))).Runner ?? "npm";
        var server = Servers.FirstOrDefault(scripts.ContainsKey);
        return
        [
            .. server is null ? [] : new[] { Draft(folder is null ? server : Path.GetFileName(folder), server, isServer: true) },
            .. scripts.Keys.Where(name => Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) && !Servers.Contains(name, StringComparer.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Draft(folder is null ? name : $"{Path.GetFileName(folder)}-{name}", name, isServer: name.EndsWith(Suffixes[0], StringComparison.Ordinal))),
        ];

        DraftProcess Draft(string name, string script, bool isServer)
        {
            var byArgument = isServer && PortByArgument.Any(tool => scripts[script].Contains(tool, StringComparison.Ordinal));
            var behind = !byArgument ? "" : runner is "npm" ? " -- --port $PORT" : " --port $PORT";
            return new DraftProcess(name, $"{runner} run {script}{behind}", $"{(folder is null ? "" : folder + "/")}package.json: {scripts[script]}")
            {
                Folder = folder,
                TakesPort = isServer,
            };
        }
    }

    private static Dictionary<string, string> Scripts(string file, string name, ICollection<string> broken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object)
            {
                foreach (var script in scripts.EnumerateObject().Where(script => script.Value.ValueKind == JsonValueKind.String))
                {
                    found[script.Name] = script.Value.GetString()!;
                }
            }
        }
        catch (JsonException wrong)
        {
            broken.Add($"{name} is not JSON (line {wrong.LineNumber + 1})");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            broken.Add($"{name} cannot be read: {unreadable.Message}");
        }

        return found;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Cli.Commands.Projects.Init;

/// <summary>The text of a new <c>drover.yaml</c>.</summary>
internal static partial class ProjectDraft
{
    private const int MatchMilliseconds = 1000;
    private const int LongestName = 40;

    /// <summary>What is found in a folder and the folders in it. A Procfile says all there is; else packages are looked for.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="broken">Takes what could not be read, in words.</param>
    internal static IReadOnlyList<DraftProcess> Find(string root, ICollection<string> broken)
    {
        IReadOnlyList<DraftProcess> found = ProcfileLines.Find(root) is { Count: > 0 } lines ? lines :
        [
            .. PackageScripts.Find(root, null, broken),
            .. FoldersOf(root).SelectMany(folder => PackageScripts.Find(root, folder, broken)),
        ];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. found.Select(process => process with { Name = Free(NameOf(process.Name), taken) })];
    }

    internal static string Write(string root, IReadOnlyList<DraftProcess> processes)
    {
        var text = new StringBuilder();
        text.Append($"# yaml-language-server: $schema={DaemonAddress.OfEnvironment()}/v1/projects/schema\n");
        text.Append("# drover up starts all of this, drover down ends it.\n");
        if (NameOf(Path.GetFileName(root)) is { Length: > 0 } name)
        {
            text.Append($"name: {Quoted(name)}\n");
        }

        if (File.Exists(Path.Combine(root, ".env")))
        {
            text.Append("env_file: [.env]\n");
        }

        text.Append("processes:\n");
        foreach (var process in processes)
        {
            Add(text, process);
        }

        if (processes.Count == 0)
        {
            text.Append("  # Nothing was found here; this one only shows the form.\n  hello:\n    shell: while :; do date; sleep 5; done\n");
        }

        Append(text, ComposeServices.Find(root));
        return text.Append("# More: depends_on, ready, watch, restart, env.\n").ToString();
    }

    private static void Add(StringBuilder text, DraftProcess process)
    {
        text.Append($"  # {process.From.ReplaceLineEndings(" ")}\n  {Quoted(process.Name)}:\n");
        if (process.Folder is { } folder)
        {
            text.Append($"    cwd: {Quoted(folder)}\n");
        }

        text.Append($"    shell: {Quoted(process.Shell)}\n");
        if (process.TakesPort)
        {
            text.Append("    port: auto\n");
        }
    }

    private static void Append(StringBuilder text, (string File, IReadOnlyList<string> Names)? services)
    {
        if (services is not var (file, names))
        {
            return;
        }

        text.Append($"  # Of {file}; what is needed of it can run beside the others:\n");
        foreach (var name in names)
        {
            text.Append($"  # {NameOf(name)}:\n  #   shell: docker compose up {name}\n");
        }
    }

    private static IEnumerable<string> FoldersOf(string root) => Directory.EnumerateDirectories(root)
        .Select(path => Path.GetFileName(path))
        .Where(name => name[0] != '.' && name is not "node_modules")
        .SelectMany(name => name is "apps" or "packages" or "services" ? Directory.EnumerateDirectories(Path.Combine(root, name)).Select(inner => $"{name}/{Path.GetFileName(inner)}") : [name])
        .Order(StringComparer.Ordinal);

    private static string NameOf(string text)
    {
        var name = NotInNames().Replace(text, "-").Trim('-');
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    private static string Free(string name, HashSet<string> taken)
    {
        var wanted = name.Length == 0 ? "process" : name;
        var free = wanted;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = $"{wanted}-{number}";
        }

        return free;
    }

    // Double quotes are those of JSON, which YAML takes over. Plain is what cannot be anything but text.
    private static string Quoted(string text) => Plain().IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("[^A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex NotInNames();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./$-]*( [A-Za-z0-9_./$-]+)*\z", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Plain();
}

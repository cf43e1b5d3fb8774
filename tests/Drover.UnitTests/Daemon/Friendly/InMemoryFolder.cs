using Drover.Contracts.Friendly;
using Drover.Daemon.Features.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.UnitTests.Daemon.Friendly;

/// <summary>Folders as texts by path, for what only reads them.</summary>
internal static class InMemoryFolder
{
    public static FolderFiles Of(params (string Path, string Text)[] files) => Above(null, files);

    public static FolderFiles Above(FolderFiles? above, params (string Path, string Text)[] files)
    {
        var texts = files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        return new FolderFiles(
            folder => texts.Keys
                .Where(path => folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal))
                .Select(path => path[(folder.Length == 0 ? 0 : folder.Length + 1)..].Split('/')[0])
                .ToHashSet(StringComparer.Ordinal),
            path => texts.GetValueOrDefault(path),
            path => texts.Keys.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)),
            above);
    }

    public static IReadOnlyList<FriendlyCommand> Offered(params (string Path, string Text)[] files) => new FriendlyCommands().Of(Of(files));

    /// <summary>As <c>label: command</c>, without what is only a guess unless asked for.</summary>
    public static string[] Lines(IEnumerable<FriendlyCommand> commands, double least = 0.5) =>
        [.. commands.Where(command => command.Confidence >= least).Select(command => $"{command.Label}: {command.Command}")];
}

using Drover.Cli.Output;

namespace Drover.Cli.Commands.Logs;

/// <summary>The name of its session before each line of a common log: aligned, and each in a colour of its own.</summary>
/// <param name="names">Names by session id, in the order in which colours are given out.</param>
internal sealed class NameColumn(IReadOnlyDictionary<string, string> names)
{
    private readonly int _width = names.Count == 0 ? 0 : names.Values.Max(name => name.Length);
    private readonly Dictionary<string, int> _colours = names.Keys.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);

    /// <summary>What stands before a line; nothing when there is only one session.</summary>
    internal string Of(string? session, Ink ink)
    {
        if (_width == 0)
        {
            return "";
        }

        var name = names.GetValueOrDefault(session ?? "", "?").PadRight(_width);
        return $"{ink.Palette(_colours.GetValueOrDefault(session ?? ""), name)} | ";
    }
}

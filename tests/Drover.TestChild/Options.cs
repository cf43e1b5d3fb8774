using System.Globalization;

namespace Drover.TestChild;

/// <summary>The words behind the verb: <c>name=value</c> in any order, others by position.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _positional = [];

    public Options(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                _named[word[..equals]] = word[(equals + 1)..];
            }
            else
            {
                _positional.Add(word);
            }
        }
    }

    public IReadOnlyList<string> Positional => _positional;

    public string? Text(string name) => _named.GetValueOrDefault(name);

    public long Number(string name, long otherwise) =>
        _named.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public long First(long otherwise) =>
        _positional.Count > 0 ? long.Parse(_positional[0], CultureInfo.InvariantCulture) : otherwise;

    public bool Has(string flag) => _positional.Contains(flag, StringComparer.Ordinal);
}

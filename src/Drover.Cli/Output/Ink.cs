namespace Drover.Cli.Output;

/// <summary>Colours text, or leaves it as it is.</summary>
internal sealed class Ink(bool enabled)
{
    private static readonly string[] Distinct = ["36", "33", "35", "32", "34", "96", "93", "95", "92", "94"];

    internal static Ink Plain { get; } = new(false);

    internal bool Enabled { get; } = enabled;

    internal string Bold(string text) => Wrap("1", text);

    internal string Dim(string text) => Wrap("2", text);

    internal string Red(string text) => Wrap("31", text);

    internal string Green(string text) => Wrap("32", text);

    internal string Yellow(string text) => Wrap("33", text);

    internal string Cyan(string text) => Wrap("36", text);

    /// <summary>One of a few colours that are told apart well, for the n-th of several things. Red is left to what went wrong.</summary>
    internal string Palette(int index, string text) => Wrap(Distinct[index % Distinct.Length], text);

    private string Wrap(string code, string text) => Enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}

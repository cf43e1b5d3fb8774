namespace Drover.Cli.Output;

/// <summary>Colours text, or leaves it as it is.</summary>
internal sealed class Ink(bool enabled)
{
    internal static Ink Plain { get; } = new(false);

    internal bool Enabled { get; } = enabled;

    internal string Bold(string text) => Wrap("1", text);

    internal string Dim(string text) => Wrap("2", text);

    internal string Red(string text) => Wrap("31", text);

    internal string Green(string text) => Wrap("32", text);

    internal string Yellow(string text) => Wrap("33", text);

    internal string Cyan(string text) => Wrap("36", text);

    private string Wrap(string code, string text) => Enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}

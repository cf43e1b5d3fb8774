namespace Drover.Daemon.Logs.Brief;

/// <summary>Texts cut to what an answer can bear.</summary>
internal static class BriefText
{
    /// <summary>The longest text of a field that is not output.</summary>
    public const int LongestField = 300;

    public static string Short(string text, int most = LongestField) => text.Length <= most ? text : $"{text[..Whole(text, most - 1)]}…";

    // Not in the middle of a character that takes two.
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}

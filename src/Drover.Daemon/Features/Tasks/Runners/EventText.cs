namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Bounds of what an event repeats of a line; the whole of it is in the log.</summary>
internal static class EventText
{
    public const int MostCharacters = 8_000;

    public const int MostInMetadata = 2_000;

    public static string Bounded(string? text, int most = MostCharacters)
    {
        if (text is null || text.Length <= most)
        {
            return text ?? "";
        }

        // No half of a surrogate pair.
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}

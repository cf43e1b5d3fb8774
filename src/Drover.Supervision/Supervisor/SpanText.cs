using System.Globalization;

namespace Drover.Supervision.Supervisor;

/// <summary>Spans of time in sentences, for the log's system lines and for whatever else is said about a run.</summary>
public static class SpanText
{
    /// <summary>A span in the largest unit that tells enough: <c>240 ms</c>, <c>3.2 s</c>, <c>4 min 10 s</c>, <c>2 h 5 min</c>.</summary>
    /// <param name="span">The span; a negative one is said as 0 ms.</param>
    /// <returns>The words, cut off and never rounded up.</returns>
    public static string Say(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)span.TotalMilliseconds)} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalSeconds * 10) / 10:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min{(span.Seconds > 0 ? $" {span.Seconds} s" : "")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours} h{(span.Minutes > 0 ? $" {span.Minutes} min" : "")}"),
    };
}

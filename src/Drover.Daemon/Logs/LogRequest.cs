using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Logs;

/// <summary>What a caller wants of a log, understood and checked.</summary>
internal sealed record LogRequest
{
    public const int DefaultLimit = 100;
    public const int LargestPage = 10_000;
    public const int LargestContext = 100;

    /// <summary>The stream wanted; null for all, blended.</summary>
    public LogStream? Stream { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    /// <summary>True for the oldest entries instead of the newest.</summary>
    public bool FromHead { get; init; }

    public long? SinceSeq { get; init; }

    /// <summary>Only the current run.</summary>
    public bool SinceRestart { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public LinePredicate? Grep { get; init; }

    public int Context { get; init; }

    public LineLevel Level { get; init; }

    public int? MaxBytes { get; init; }

    /// <summary>Leave colours and other terminal sequences in the text.</summary>
    public bool KeepAnsi { get; init; }

    /// <summary>Also tell the bytes of a line whose text is not all of them.</summary>
    public bool Bytes { get; init; }

    public bool Dedupe { get; init; }

    public bool Follow { get; init; }

    public LogFormat Format { get; init; }

    public TextOptions Text => KeepAnsi ? TextOptions.None : TextOptions.Plain;

    /// <summary>How the stream is called on the wire.</summary>
    public string StreamName => StreamNames.Of(Stream);

    /// <summary>Stream names in front of text lines: only where lines of several streams are mixed.</summary>
    public bool Prefixed => Stream is null;
}

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Asks a run one question: are you there?</summary>
internal interface IProbe
{
    /// <summary>What is asked, for sentences: <c>http://localhost:5173/health</c>, <c>port 5432</c>.</summary>
    string Subject { get; }

    /// <summary>Asks once. A probe that can wait for the answer by itself (a line of the log, an age) returns only with a yes.</summary>
    Task<ProbeAnswer> AskAsync(CancellationToken cancellation);
}

/// <summary>Answer to one question.</summary>
/// <param name="Ok">Yes.</param>
/// <param name="Why">Why not, in words that end a sentence.</param>
/// <param name="Url">Where it answered, when that is known.</param>
internal readonly record struct ProbeAnswer(bool Ok, string? Why = null, string? Url = null)
{
    public static ProbeAnswer No(string why) => new(false, why);
}

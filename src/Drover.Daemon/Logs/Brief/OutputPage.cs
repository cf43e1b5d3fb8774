namespace Drover.Daemon.Logs.Brief;

/// <summary>Lines as an agent reads them.</summary>
/// <param name="Text">The lines.</param>
/// <param name="Lines">How many, before repeats were folded.</param>
/// <param name="NextSeq">Where to read on.</param>
/// <param name="Rest">What is left out, and how to get it; null when nothing is.</param>
internal sealed record OutputPage(string Text, int Lines, long NextSeq, string? Rest);

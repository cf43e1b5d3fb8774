using Drover.Contracts.Errors;
using Drover.Contracts.Logs;

namespace Drover.Contracts.Client;

/// <summary>One record of a followed log: exactly one of the four is there.</summary>
/// <param name="Entry">A line.</param>
/// <param name="Gap">Lines that retention removed before they could be read.</param>
/// <param name="Error">Why the stream ends early.</param>
/// <param name="Truncated">How many older matching lines that were asked for are left out; 1 when only lines around a match are.</param>
public readonly record struct LogRecord(LogEntry? Entry, LogGap? Gap, Error? Error, int? Truncated = null);

namespace Drover.TestKit;

/// <summary>What was waited for did not come.</summary>
public sealed class PatienceException(string message) : Exception(message);

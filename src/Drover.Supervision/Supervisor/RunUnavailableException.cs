namespace Drover.Supervision.Supervisor;

/// <summary>
/// A control came for a run of an earlier daemon that lives, but cannot be taken up yet. The control was not carried out; it may be tried again.
/// </summary>
public sealed class RunUnavailableException : IOException
{
    /// <summary>Without a reason.</summary>
    public RunUnavailableException()
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="message">Why it cannot be taken up.</param>
    public RunUnavailableException(string? message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    /// <param name="message">Why it cannot be taken up.</param>
    /// <param name="innerException">What opening it threw.</param>
    public RunUnavailableException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Drover.Supervision.Logs.Text;

/// <summary>How bad a line looks.</summary>
public enum LineLevel
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>A warning.</summary>
    Warn = 1,

    /// <summary>An error, an exception, a panic.</summary>
    Error = 2,
}

namespace Drover.Supervision.Watching;

/// <summary>What happened to a path, as far as it matters to when a change is complete.</summary>
internal enum Change
{
    /// <summary>A new file, probably still empty.</summary>
    Created,

    /// <summary>Bytes were written; the writer still has it open.</summary>
    Writing,

    /// <summary>A writer closed it.</summary>
    Closed,

    /// <summary>It was put there complete, by a rename.</summary>
    MovedIn,

    /// <summary>It was deleted or renamed away.</summary>
    Gone,
}

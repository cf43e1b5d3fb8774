namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>What calling a tool does to the world; becomes its annotations, and decides what read-only mode leaves.</summary>
internal enum ToolEffect
{
    /// <summary>Nothing.</summary>
    Reads,

    /// <summary>Something, and the same call does it again.</summary>
    Changes,

    /// <summary>Something, once: calling again changes nothing more.</summary>
    Settles,

    /// <summary>Ends or removes something.</summary>
    Destroys,
}

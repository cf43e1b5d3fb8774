using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>
/// A tool as it is listed. Schemas are written by hand, byte for byte: they are what every client pays for in tokens, on every turn. White space
/// in them does not count.
/// </summary>
internal sealed class ToolListing
{
    /// <param name="name">snake_case.</param>
    /// <param name="toolset">What it is switched on and off with.</param>
    /// <param name="effect">What it does.</param>
    /// <param name="description">When to use it, in a sentence.</param>
    /// <param name="input">JSON Schema of the arguments, an object.</param>
    /// <param name="output">JSON Schema of the structured answer; empty for none.</param>
    public ToolListing(string name, string toolset, ToolEffect effect, string description, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output = default)
    {
        (Toolset, Effect) = (toolset, effect);
        Definition = new Tool
        {
            Name = name,
            Description = description,
            InputSchema = Parse(input),
            OutputSchema = output.IsEmpty ? null : Parse(output),
            Annotations = Annotations(effect),
        };
        HeaderParameters = HeaderParameter.Of(Definition.InputSchema);
    }

    public Tool Definition { get; }

    public string Toolset { get; }

    public ToolEffect Effect { get; }

    /// <summary>Arguments that clients repeat in headers.</summary>
    public IReadOnlyList<HeaderParameter> HeaderParameters { get; }

    // What is not said here has the value that the protocol supposes; only this machine is touched.
    private static ToolAnnotations Annotations(ToolEffect effect) => effect switch
    {
        ToolEffect.Reads => new ToolAnnotations { ReadOnlyHint = true, OpenWorldHint = false },
        ToolEffect.Changes => new ToolAnnotations { DestructiveHint = false, OpenWorldHint = false },
        ToolEffect.Settles => new ToolAnnotations { DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
        _ => new ToolAnnotations { DestructiveHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    private static JsonElement Parse(ReadOnlySpan<byte> schema)
    {
        var reader = new Utf8JsonReader(schema);
        return JsonElement.ParseValue(ref reader);
    }
}

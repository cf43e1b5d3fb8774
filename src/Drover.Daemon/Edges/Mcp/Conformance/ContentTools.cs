using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>Tools that answer every kind of content, and take every kind of schema.</summary>
internal static class ContentTools
{
    private const string SchemaWithEverything =
        """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
        "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
        "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},"email":{"type":"string"}},
        "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
        "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}
        """;

    public static IEnumerable<McpTool> All() =>
    [
        ConformanceTool.Fixed("test_simple_text", "One text.", Blocks.Text("This is a simple text response for testing.")),
        ConformanceTool.Fixed("test_image_content", "One image.", Blocks.Image()),
        ConformanceTool.Fixed("test_audio_content", "One sound.", Blocks.Audio()),
        ConformanceTool.Fixed("test_embedded_resource", "One resource.", Blocks.Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        ConformanceTool.Fixed(
            "test_multiple_content_types",
            "Text, image and resource.",
            Blocks.Text("Multiple content types test:"),
            Blocks.Image(),
            Blocks.Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}""")),
        new ConformanceTool("test_error_handling", "Always fails.", (_, _) => ValueTask.FromResult(new CallToolResult
        {
            IsError = true,
            Content = [Blocks.Text("This tool intentionally returns an error for testing")],
        })),
        new ConformanceTool("json_schema_2020_12_tool", "Has a schema with everything in it.", (_, _) => ValueTask.FromResult(ConformanceTool.Text("ok")), SchemaWithEverything),
        new ConformanceTool(
            "test_header_parameter",
            "Takes an argument that is repeated in a header.",
            (request, _) => ValueTask.FromResult(ConformanceTool.Text(ConformanceTool.Argument(request, "region"))),
            """{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}"""),
    ];
}

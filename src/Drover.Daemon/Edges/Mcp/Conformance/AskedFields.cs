using ModelContextProtocol.Protocol;

#pragma warning disable MCP9001 // The suite wants the deprecated form of a choice, too.

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>The forms that the fixtures ask for.</summary>
internal static class AskedFields
{
    public static Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition> Account() => new(StringComparer.Ordinal)
    {
        ["username"] = new ElicitRequestParams.StringSchema { Description = "User's response" },
        ["email"] = new ElicitRequestParams.StringSchema { Description = "User's email address" },
    };

    public static ElicitRequestParams Defaults() => Form("Please review", new(StringComparer.Ordinal)
    {
        ["name"] = new ElicitRequestParams.StringSchema { Default = "John Doe" },
        ["age"] = new ElicitRequestParams.NumberSchema { Type = "integer", Default = 30 },
        ["score"] = new ElicitRequestParams.NumberSchema { Default = 95.5 },
        ["status"] = new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" },
        ["verified"] = new ElicitRequestParams.BooleanSchema { Default = true },
    });

    public static ElicitRequestParams Choices() => Form("Please choose", new(StringComparer.Ordinal)
    {
        ["untitledSingle"] = new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["option1", "option2", "option3"] },
        ["titledSingle"] = new ElicitRequestParams.TitledSingleSelectEnumSchema { OneOf = [Option("value1", "First Option"), Option("value2", "Second Option"), Option("value3", "Third Option")] },
        ["legacyEnum"] = new ElicitRequestParams.LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["Option One", "Option Two", "Option Three"] },
        ["untitledMulti"] = new ElicitRequestParams.UntitledMultiSelectEnumSchema { Items = new() { Enum = ["option1", "option2", "option3"] } },
        ["titledMulti"] = new ElicitRequestParams.TitledMultiSelectEnumSchema { Items = new() { AnyOf = [Option("value1", "First Choice"), Option("value2", "Second Choice"), Option("value3", "Third Choice")] } },
    });

    private static ElicitRequestParams Form(string message, Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition> fields) =>
        new() { Message = message, RequestedSchema = new ElicitRequestParams.RequestSchema { Properties = fields } };

    private static ElicitRequestParams.EnumSchemaOption Option(string value, string title) => new() { Const = value, Title = title };
}

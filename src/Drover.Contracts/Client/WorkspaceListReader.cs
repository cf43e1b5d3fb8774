using System.Text.Json;
using Drover.Contracts.Workspaces;

namespace Drover.Contracts.Client;

/// <summary>Reads a list of workspaces by hand: <c>drover run</c> would spend its time on compiling the generated serializer.</summary>
internal static class WorkspaceListReader
{
    internal static IReadOnlyList<Workspace> Read(ReadOnlyMemory<byte> json)
    {
        var workspaces = new List<Workspace>();
        var reader = new Utf8JsonReader(json.Span);
        string? name = null, path = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 2:
                    var isName = reader.ValueTextEquals("name"u8);
                    var isPath = reader.ValueTextEquals("path"u8);
                    reader.Read();
                    if (isName || isPath)
                    {
                        (name, path) = isName ? (reader.GetString(), path) : (name, reader.GetString());
                    }
                    else
                    {
                        reader.Skip();
                    }

                    break;
                case JsonTokenType.EndObject:
                    workspaces.Add(new Workspace(name ?? throw new JsonException("A workspace has no name."), path ?? throw new JsonException("A workspace has no path.")));
                    (name, path) = (null, null);
                    break;
            }
        }

        return workspaces;
    }
}

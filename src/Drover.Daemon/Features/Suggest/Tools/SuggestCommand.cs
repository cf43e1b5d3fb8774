using System.Text.Json.Serialization;
using Drover.Contracts.Errors;
using Drover.Contracts.Suggestions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Suggest.Tools;

/// <summary><c>suggest_command</c>.</summary>
internal sealed class SuggestCommand(WorkspaceService workspaces, SuggestService suggest) : McpTool<SuggestArguments, Suggestion>(
    new ToolListing(
        "suggest_command",
        "jobs",
        ToolEffect.Reads,
        "Suggest a shell command for a goal in words, from what the folder offers. Runs nothing.",
        """{"type":"object","properties":{"goal":{"type":"string"},"working_directory":{"type":"string","description":"absolute"}},"required":["goal"]}"""u8.ToArray(),
        """{"type":"object","properties":{"command":{"type":"string"},"explanation":{"type":"string"},"source":{"type":"string"},"destructive":{"type":"boolean"},"alternatives":{"type":"array"},"model":{"type":"string"},"note":{"type":"string"}}}"""u8.ToArray()),
    SuggestToolJson.Default.SuggestArguments,
    SuggestToolJson.Default.Suggestion)
{
    protected override async ValueTask<Result<Suggestion>> RunAsync(SuggestArguments input, ToolCall call, CancellationToken ends)
    {
        var directory = input.WorkingDirectory ?? call.Caller.Folder;
        if (directory is not null && (!Path.IsPathRooted(directory) || directory.Contains('\0', StringComparison.Ordinal)))
        {
            return new Error(ErrorCodes.RequestInvalidValue, "working_directory is an absolute path.");
        }

        if (directory is not null && !Directory.Exists(directory))
        {
            return new Error(ErrorCodes.RequestCwdNotFound, $"The working directory {directory} does not exist.");
        }

        var workspace = directory is not null ? workspaces.Containing(directory) : workspaces.Find(null);
        var folder = workspace.Error is { } unknown ? unknown : WorkspaceFolder.In(workspace.Value, directory);
        return folder.Error is { } outside ? outside : await suggest.SuggestAsync(input.Goal, folder.Value, ends);
    }
}

internal sealed record SuggestArguments(string? Goal, string? WorkingDirectory);

/// <summary>Arguments and answer of the tool.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SuggestArguments))]
[JsonSerializable(typeof(Suggestion))]
internal sealed partial class SuggestToolJson : JsonSerializerContext;

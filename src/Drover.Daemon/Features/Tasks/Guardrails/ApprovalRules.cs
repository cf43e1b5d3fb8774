using System.Text.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Sandboxing;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>What the rules say to something an agent asks for.</summary>
/// <param name="Decision">The answer; null when a person has to be asked.</param>
/// <param name="Reason">Why it is refused, in words for the agent; or why it is allowed.</param>
internal sealed record ApprovalVerdict(ApprovalDecision? Decision, string? Reason);

/// <summary>
/// Answers what needs no person: what the policy forbids is refused, looking at files of the task's folder is allowed, and so is editing them,
/// which is what the diff is reviewed for. It fails closed: an input that is not understood goes to a person.
/// </summary>
internal static class ApprovalRules
{
    private const string McpPrefix = "mcp__";

    private static readonly HashSet<string> Shells = new(StringComparer.OrdinalIgnoreCase) { "Bash", "shell", "exec_command", "run_shell_command", "execute", "terminal" };
    private static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase) { "Read", "Glob", "Grep", "LS", "NotebookRead", "read_file", "list_directory", "search_file_content" };
    private static readonly HashSet<string> Editing = new(StringComparer.OrdinalIgnoreCase) { "Edit", "Write", "MultiEdit", "NotebookEdit", "write_file", "replace", "apply_patch" };
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase) { "TodoWrite", "TodoRead", "BashOutput", "KillShell", "KillBash", "TaskOutput", "TaskStop" };
    private static readonly HashSet<string> Network = new(StringComparer.OrdinalIgnoreCase) { "WebFetch", "WebSearch", "web_fetch", "google_web_search" };

    /// <param name="policy">After <see cref="PolicyPresets.Apply"/>.</param>
    /// <param name="grants">Tools that somebody allowed for the rest of the attempt.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="input">What it would be called with, as JSON.</param>
    /// <param name="folder">The task's folder, absolute.</param>
    public static ApprovalVerdict Judge(TaskPolicy policy, IReadOnlySet<string> grants, string? tool, string? input, string folder)
    {
        if (string.IsNullOrEmpty(tool) || !TryRead(input, out var fields))
        {
            return new ApprovalVerdict(null, null);
        }

        var paths = fields.Where(field => field.Name is "file_path" or "path" or "notebook_path" or "absolute_path").Select(field => field.Value).ToList();
        if (Refuse(policy, tool, fields, paths, folder) is { } refusal)
        {
            return new ApprovalVerdict(ApprovalDecision.Deny, refusal);
        }

        if (IsFree(tool, paths, folder))
        {
            return new ApprovalVerdict(ApprovalDecision.Allow, "Inside the task's folder");
        }

        if (string.Equals(policy.Preset, PolicyPresets.Full, StringComparison.Ordinal))
        {
            return new ApprovalVerdict(ApprovalDecision.Allow, "Allowed by the preset full");
        }

        return grants.Contains(tool) || IsListedMcp(policy, tool) ? new ApprovalVerdict(ApprovalDecision.Allow, "Allowed before") : new ApprovalVerdict(null, null);
    }

    private static string? Refuse(TaskPolicy policy, string tool, List<(string Name, string Value)> fields, List<string> paths, string folder)
    {
        if (Shells.Contains(tool))
        {
            return fields.Where(field => field.Name is "command" or "cmd" or "script").Select(field => CommandRules.Check(policy, field.Value)).FirstOrDefault(refusal => refusal is not null);
        }

        if (Network.Contains(tool) && !policy.AllowNetwork)
        {
            var open = NetworkCommands.OpenHosts(policy);
            var isOpen = fields.Any(field => field.Name is "url" && Uri.TryCreate(field.Value, UriKind.Absolute, out var address) && open.Allows(address.Host));
            return isOpen ? null : CommandRules.NetworkRefusal;
        }

        if (tool.StartsWith(McpPrefix, StringComparison.Ordinal) && policy.AllowedMcpTools is { Count: > 0 } && !IsListedMcp(policy, tool))
        {
            return $"MCP tool is not allowed for this task: {tool}";
        }

        var edits = Editing.Contains(tool);
        if (!edits && !Reading.Contains(tool))
        {
            return null;
        }

        if (!policy.AllowSecrets && paths.Any(path => IsSecret(path, folder)))
        {
            return CommandRules.SecretRefusal;
        }

        if (edits && paths.FirstOrDefault(path => !IsWithin(path, folder)) is { } outside)
        {
            return $"Edits outside the task's folder are refused: {outside}";
        }

        return edits && !policy.AllowGitWrite && paths.Any(path => Path.GetFullPath(path, folder).Split('/').Contains(".git", StringComparer.Ordinal)) ? CommandRules.GitRefusal : null;
    }

    private static bool IsFree(string tool, List<string> paths, string folder) =>
        Harmless.Contains(tool)
        || (Reading.Contains(tool) && paths.TrueForAll(path => IsWithin(path, folder)))
        || (Editing.Contains(tool) && paths.Count > 0 && paths.TrueForAll(path => IsWithin(path, folder)));

    private static bool IsListedMcp(TaskPolicy policy, string tool) => policy.AllowedMcpTools?.Any(allowed =>
        string.Equals(allowed, tool, StringComparison.Ordinal)
        || (tool.StartsWith(McpPrefix, StringComparison.Ordinal)
            && (tool.EndsWith("__" + allowed, StringComparison.Ordinal) || string.Equals(tool[McpPrefix.Length..].Replace("__", "/", StringComparison.Ordinal), allowed, StringComparison.Ordinal)))) == true;

    private static bool IsSecret(string path, string folder)
    {
        var full = Path.GetFullPath(path.StartsWith('~') ? path[1..] : path, path.StartsWith('~') ? "/~" : folder);
        return SecretFiles.IsSecretPath(full) || SecretFiles.IsSecretPath(RealPath.Of(full)) || full.EndsWith("/environ", StringComparison.Ordinal);
    }

    // Both by name and by where the links lead: a link in the folder may point anywhere.
    private static bool IsWithin(string path, string folder)
    {
        var full = Path.GetFullPath(path, folder);
        return !path.StartsWith('~') && PolicyCheck.IsInside(full, folder) && PolicyCheck.IsInside(RealPath.Of(full), RealPath.Of(folder));
    }

    private static bool TryRead(string? input, out List<(string Name, string Value)> fields)
    {
        fields = [];
        if (string.IsNullOrWhiteSpace(input))
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(input);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    fields.Add((property.Name, property.Value.GetString()!));
                }
                else if (property.Name is "command" or "cmd" && property.Value.ValueKind == JsonValueKind.Array)
                {
                    fields.Add((property.Name, string.Join(' ', property.Value.EnumerateArray().Select(word => Shell.ShellQuote.Of(word.ToString())))));
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

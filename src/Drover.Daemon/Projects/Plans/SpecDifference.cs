using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Plans;

/// <summary>What changed between the spec a session was started with and the one its file asks for now. Values are never told.</summary>
internal static class SpecDifference
{
    // The environment of whoever calls differs from terminal to terminal; that is no reason to restart everything.
    private static readonly string[] NotCompared = ["base_env", "wait", "project", "label", "env"];

    /// <returns>E.g. <c>command changed, env API changed</c>; null when nothing did.</returns>
    public static string? Say(SessionSpec old, SessionSpec wanted)
    {
        var (before, after) = (Fields(old), Fields(wanted));
        var changed = before.Select(field => field.Key).Union(after.Select(field => field.Key), StringComparer.Ordinal)
            .Where(name => !NotCompared.Contains(name, StringComparer.Ordinal) && !JsonNode.DeepEquals(before[name], after[name]))
            .Select(name => name == "shell" ? "command" : name)
            .Distinct(StringComparer.Ordinal)
            .Select(name => $"{name} changed")
            .Concat(Variables(old.Env, wanted.Env))
            .ToList();
        return changed.Count == 0 ? null : string.Join(", ", changed);
    }

    private static IEnumerable<string> Variables(IReadOnlyDictionary<string, string>? old, IReadOnlyDictionary<string, string>? wanted)
    {
        foreach (var name in (old?.Keys ?? []).Union(wanted?.Keys ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string? before = null, after = null;
            old?.TryGetValue(name, out before);
            wanted?.TryGetValue(name, out after);
            if (before != after)
            {
                yield return $"env {name} {(before is null ? "added" : after is null ? "removed" : "changed")}";
            }
        }
    }

    private static JsonObject Fields(SessionSpec spec) => (JsonObject)JsonSerializer.SerializeToNode(spec, DroverJson.Default.SessionSpec)!;
}

using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What has been used so far, as an event.</summary>
internal static class UsageEvent
{
    public static RunnerEvent Of(CostLedger cost) => new()
    {
        Category = RunnerEventCategory.Usage,
        Text = $"{cost.InputTokens} tokens in, {cost.OutputTokens} out",
        Metadata = new JsonObject
        {
            ["input_tokens"] = cost.InputTokens,
            ["cached_tokens"] = cost.CachedTokens,
            ["output_tokens"] = cost.OutputTokens,
            ["tool_calls"] = cost.ToolCalls,
            ["estimated_cents"] = cost.EstimatedCents,
        },
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>How a turn ended.</summary>
/// <param name="Failure">Why it went wrong, as a sentence; null when it did not.</param>
/// <param name="Text">The answer.</param>
internal sealed record ClaudeResult(string? Failure, string? Text)
{
    /// <param name="line">The <c>result</c> line.</param>
    /// <param name="complaint">The kind of failure that the last message told of, e.g. <c>authentication_failed</c>.</param>
    public static ClaudeResult Of(JsonElement line, string? complaint)
    {
        var subtype = line.Text("subtype");
        var text = line.Text("result") is { Length: > 0 } result ? EventText.Bounded(result) : null;
        if (subtype == "success" && !line.Flag("is_error"))
        {
            return new ClaudeResult(null, text);
        }

        var why = subtype switch
        {
            "error_max_turns" => "The agent reached the most turns it may take",
            "error_max_budget_usd" => "The agent reached the most it may cost",
            "error_during_execution" => "The agent failed",
            _ => $"The agent failed ({complaint ?? subtype ?? "no kind told"})",
        };
        var said = text ?? line.Items("errors").Select(error => error.Whole()).FirstOrDefault();
        return new ClaudeResult(said is null ? why + "." : $"{why}: {EventText.Bounded(said, 1_000)}", text);
    }

    public RunnerEvent Event(JsonElement line) => new()
    {
        Category = RunnerEventCategory.Result,
        Text = Failure ?? Text ?? "Done",
        Metadata = new JsonObject
        {
            ["success"] = Failure is null,
            ["subtype"] = line.Text("subtype"),
            ["turns"] = line.Number("num_turns"),
            ["duration_ms"] = line.Number("duration_ms"),
            ["total_cost_usd"] = line.Real("total_cost_usd"),
            ["denials"] = line.Items("permission_denials").Count(),
        },
    };
}

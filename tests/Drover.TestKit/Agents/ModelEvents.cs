using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Drover.TestKit.Agents;

/// <summary>Turns of a model as the events of the two APIs. Each costs 100 tokens in (50 of them cached) and 20 out.</summary>
internal static class ModelEvents
{
    public static string Claude(int number, ModelTurn turn)
    {
        var use = turn as ModelTurn.Uses;
        object block = use is null ? new { type = "text", text = "" } : new { type = "tool_use", id = Id("toolu", number), name = use.Tool, input = new { } };
        object delta = use is null
            ? new { type = "text_delta", text = (turn as ModelTurn.Says)?.Text ?? "I begin to" }
            : new { type = "input_json_delta", partial_json = use.Input };
        List<(string Type, object Data)> events =
        [
            ("message_start", new
            {
                type = "message_start",
                message = new
                {
                    id = Id("msg", number), type = "message", role = "assistant", model = "claude-opus-4-1", content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null,
                    usage = new { input_tokens = 40, cache_creation_input_tokens = 10, cache_read_input_tokens = 50, output_tokens = 1 },
                },
            }),
            ("content_block_start", new { type = "content_block_start", index = 0, content_block = block }),
            ("content_block_delta", new { type = "content_block_delta", index = 0, delta }),
        ];
        if (turn is not ModelTurn.Breaks)
        {
            events.AddRange(
            [
                ("content_block_stop", new { type = "content_block_stop", index = 0 }),
                ("message_delta", new { type = "message_delta", delta = new { stop_reason = use is null ? "end_turn" : "tool_use", stop_sequence = (string?)null }, usage = new { output_tokens = 20 } }),
                ("message_stop", new { type = "message_stop" }),
            ]);
        }

        return Text(events);
    }

    public static string Codex(int number, ModelTurn turn)
    {
        List<(string Type, object Data)> events = [("response.created", new { type = "response.created", response = new { id = Id("resp", number) } })];
        if (turn is not ModelTurn.Breaks)
        {
            object item = turn is ModelTurn.Uses use
                ? new { type = "function_call", id = Id("fc", number), call_id = Id("call", number), name = use.Tool, arguments = use.Input }
                : new { type = "message", role = "assistant", id = Id("msg", number), content = new[] { new { type = "output_text", text = ((ModelTurn.Says)turn).Text } } };
            var usage = new { input_tokens = 100, input_tokens_details = new { cached_tokens = 50 }, output_tokens = 20, output_tokens_details = new { reasoning_tokens = 0 }, total_tokens = 120 };
            events.AddRange(
            [
                ("response.output_item.done", new { type = "response.output_item.done", item }),
                ("response.completed", new { type = "response.completed", response = new { id = Id("resp", number), usage } }),
            ]);
        }

        return Text(events);
    }

    // Ids differ from one server to the next: a resumed agent keeps those of the conversation before.
    private static string Id(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{number}_{Guid.NewGuid():N}");

    private static string Text(List<(string Type, object Data)> events)
    {
        var text = new StringBuilder();
        foreach (var (type, data) in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"event: {type}\ndata: {JsonSerializer.Serialize(data)}\n\n");
        }

        return text.ToString();
    }
}

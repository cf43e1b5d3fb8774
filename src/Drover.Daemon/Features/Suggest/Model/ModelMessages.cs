using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>What goes to a model: the request of <c>POST /chat/completions</c>, as far as it is used.</summary>
internal sealed record ChatRequest(string Model, IReadOnlyList<ChatMessage> Messages)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatFormat? ResponseFormat { get; init; }
}

internal sealed record ChatMessage(string Role, string? Content);

internal sealed record ChatFormat(string Type);

/// <summary>What comes back.</summary>
internal sealed record ChatAnswer(IReadOnlyList<ChatChoice>? Choices);

internal sealed record ChatChoice(ChatMessage? Message);

/// <summary>What the model was asked to write.</summary>
internal sealed record ModelSuggestion(string? Command, string? Explanation, IReadOnlyList<ModelAlternative>? Alternatives);

internal sealed record ModelAlternative(string? Command, string? Explanation);

/// <summary>What a model is told besides the goal.</summary>
internal sealed record ModelFacts(string Goal, string Os, string Shell, IReadOnlyList<string> Tools, IReadOnlyList<ModelOffer> ProjectCommands);

internal sealed record ModelOffer(string Label, string Command);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatAnswer))]
[JsonSerializable(typeof(ModelSuggestion))]
[JsonSerializable(typeof(ModelFacts))]
internal sealed partial class ModelJson : JsonSerializerContext;

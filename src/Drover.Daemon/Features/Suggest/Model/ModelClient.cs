using System.Text.Json;
using Drover.Contracts.Suggestions;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>Asks the configured model by <c>POST /chat/completions</c>, the one call that every OpenAI-compatible endpoint has.</summary>
internal sealed partial class ModelClient(ModelOptions? options, TimeProvider time, ILogger<ModelClient> logger) : IDisposable
{
    private const string Task =
        "You suggest one shell command that reaches the user's goal in the user's folder. Answer with a JSON object and nothing else: "
        + "{\"command\": one line for the shell, \"explanation\": one or two sentences, \"alternatives\": [{\"command\", \"explanation\"}], at most three}. "
        + "Prefer the project's own commands and installed tools. Prefer commands that change nothing. Never add a command that was not asked for.";

    private readonly Lock _making = new();
    private ModelEndpoint? _endpoint;

    public bool IsConfigured => options is not null;

    /// <summary>Asks it.</summary>
    /// <returns>What it suggests, or why it does not.</returns>
    public async Task<(Suggestion? Suggestion, string? Why)> AskAsync(ModelFacts facts, CancellationToken ends)
    {
        if (options is null)
        {
            return (null, null);
        }

        string? key = null;
        if (options.KeyVariable is { } variable && (key = Environment.GetEnvironmentVariable(variable)) is null or "")
        {
            return (null, $"the variable {variable}, which llm.api_key_env names, is not set where the daemon was started");
        }

        using var enough = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ends);
        try
        {
            return await AskAsync(options, key, facts, either.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !ends.IsCancellationRequested)
        {
            return (null, $"the model did not answer within {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failure)
        {
            Unreachable(failure.Message);
            return (null, "the model's endpoint could not be asked");
        }
        catch (JsonException)
        {
            return (null, "the endpoint's answer is not one of chat completions");
        }
        catch (FormatException)
        {
            return (null, $"what {options.KeyVariable} holds cannot be sent as a key");
        }
    }

    public void Dispose() => _endpoint?.Dispose();

    private async Task<(Suggestion? Suggestion, string? Why)> AskAsync(ModelOptions to, string? key, ModelFacts facts, CancellationToken ends)
    {
        var request = new ChatRequest(to.Name, [new ChatMessage("system", Task), new ChatMessage("user", JsonSerializer.Serialize(facts, ModelJson.Default.ModelFacts))]);
        var endpoint = Endpoint(to, key?.Trim());
        var (status, text) = await endpoint.AskAsync(request with { Temperature = 0, ResponseFormat = new ChatFormat("json_object") }, ends);
        if (status is 400 or 422)
        {
            // Some models refuse a temperature, some endpoints that form of an answer. All know a conversation.
            (status, text) = await endpoint.AskAsync(request, ends);
        }

        if (status is < 200 or > 299)
        {
            return (null, $"the model's endpoint answered {status}");
        }

        return text is not null && ModelAnswer.Read(text, to.Name) is { } suggestion ? (suggestion, null) : (null, "the model did not answer in the form that was asked for");
    }

    // The key is that of the daemon's environment, which does not change.
    private ModelEndpoint Endpoint(ModelOptions to, string? key)
    {
        lock (_making)
        {
            return _endpoint ??= new ModelEndpoint(to, key);
        }
    }

    [LoggerMessage(2731, LogLevel.Warning, "The model's endpoint could not be asked: {Reason}")]
    private partial void Unreachable(string reason);
}

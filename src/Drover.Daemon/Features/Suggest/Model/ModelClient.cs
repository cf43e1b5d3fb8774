using System.Net.Http.Headers;
using System.Text.Json;
using Drover.Contracts.Suggestions;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>Asks the configured model by <c>POST /chat/completions</c>, the one call that every OpenAI-compatible endpoint has.</summary>
internal sealed partial class ModelClient(ModelOptions? options, TimeProvider time, ILogger<ModelClient> logger) : IDisposable
{
    private const int LongestAnswer = 256 * 1024;
    private const int MostTokens = 600;

    private const string Task =
        "You suggest one shell command that reaches the user's goal in the user's folder. Answer with a JSON object and nothing else: "
        + "{\"command\": one line for the shell, \"explanation\": one or two sentences, \"alternatives\": [{\"command\", \"explanation\"}], at most three}. "
        + "Prefer the project's own commands and installed tools. Prefer commands that change nothing. Never add a command that was not asked for.";

    // A key is never sent on to where a redirect leads.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LongestAnswer,
    };

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

    public void Dispose() => _http.Dispose();

    private async Task<(Suggestion? Suggestion, string? Why)> AskAsync(ModelOptions to, string? key, ModelFacts facts, CancellationToken ends)
    {
        var request = new ChatRequest(
            to.Name,
            [new ChatMessage("system", Task), new ChatMessage("user", JsonSerializer.Serialize(facts, ModelJson.Default.ModelFacts))],
            Temperature: 0,
            MostTokens,
            new ChatFormat("json_object"));
        using var message = new HttpRequestMessage(HttpMethod.Post, to.BaseUrl.AbsoluteUri.TrimEnd('/') + "/chat/completions");
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ModelJson.Default.ChatRequest));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        }

        using var answer = await _http.SendAsync(message, ends);
        if (!answer.IsSuccessStatusCode)
        {
            return (null, $"the model's endpoint answered {(int)answer.StatusCode}");
        }

        var chat = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(ends), ModelJson.Default.ChatAnswer);
        return chat?.Choices is [{ Message.Content: { } text }, ..] && ModelAnswer.Read(text, to.Name) is { } suggestion
            ? (suggestion, null)
            : (null, "the model did not answer in the form that was asked for");
    }

    [LoggerMessage(2731, LogLevel.Warning, "The model's endpoint could not be asked: {Reason}")]
    private partial void Unreachable(string reason);
}

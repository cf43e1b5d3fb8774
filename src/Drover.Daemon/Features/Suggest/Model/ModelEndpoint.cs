using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>
/// One OpenAI-compatible endpoint, by the OpenAI SDK, which is loaded with this class and not before. Requests and answers are read and written
/// here: the SDK's own records refuse what other makers' endpoints leave out or call differently, such as the reason for which an answer ended.
/// </summary>
internal sealed class ModelEndpoint : IDisposable
{
    private const int LongestAnswer = 256 * 1024;

    private readonly HttpClient _http = new(new BoundedAnswers(LongestAnswer)) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpClientPipelineTransport _transport;
    private readonly ChatClient _chat;

    /// <param name="options">Where it is.</param>
    /// <param name="key">Null for an endpoint that asks for none.</param>
    public ModelEndpoint(ModelOptions options, string? key)
    {
        _transport = new HttpClientPipelineTransport(_http);
        _chat = new ChatClient(
            options.Name,
            key is null ? new Keyless() : ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(key)),
            new OpenAIClientOptions
            {
                Endpoint = options.BaseUrl,
                Transport = _transport,
                NetworkTimeout = options.Timeout,
                // Somebody waits, and the rules have an answer.
                RetryPolicy = new ClientRetryPolicy(0),
                ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            });
    }

    /// <returns>Its status and, when that is a good one, what the model wrote; null where the answer has no such thing.</returns>
    /// <exception cref="HttpRequestException">It could not be reached, or answered more than fits.</exception>
    /// <exception cref="JsonException">Its answer is not JSON.</exception>
    public async Task<(int Status, string? Text)> AskAsync(ChatRequest request, CancellationToken ends)
    {
        using var content = BinaryContent.Create(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(request, ModelJson.Default.ChatRequest)));
        ClientResult result;
        try
        {
            result = await _chat.CompleteChatAsync(content, new RequestOptions { CancellationToken = ends, ErrorOptions = ClientErrorBehaviors.NoThrow });
        }
        catch (ClientResultException failure) when (failure.InnerException is HttpRequestException unreachable)
        {
            throw new HttpRequestException(unreachable.Message, failure);
        }

        using var answer = result.GetRawResponse();
        if (answer.Status is < 200 or > 299)
        {
            return (answer.Status, null);
        }

        var chat = JsonSerializer.Deserialize(answer.Content.ToMemory().Span, ModelJson.Default.ChatAnswer);
        return (answer.Status, chat?.Choices is [{ Message.Content: { } text }, ..] ? text : null);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _http.Dispose();
    }

    private sealed class Keyless : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }

    // The SDK reads an answer to its end, however long it is. A key is never sent on to where a redirect leads.
    private sealed class BoundedAnswers(long most) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            try
            {
                await answer.Content.LoadIntoBufferAsync(most, cancellationToken);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }
}

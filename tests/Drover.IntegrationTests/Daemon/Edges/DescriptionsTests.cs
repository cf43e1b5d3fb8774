using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

/// <summary>What the daemon says about itself to tools: OpenAPI and Prometheus.</summary>
public sealed class DescriptionsTests
{
    [Fact]
    public async Task OpenAPI_has_every_v1_path_with_its_parameters_answers_and_problems()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var document = JsonDocument.Parse(await daemon.Client.GetStringAsync("/openapi.json"));
        var paths = document.RootElement.GetProperty("paths");
        foreach (var endpoint in daemon.Daemon.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (!pattern.StartsWith("/v1/", StringComparison.Ordinal))
            {
                continue;
            }

            var verb = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            Assert.True(paths.TryGetProperty(pattern, out var path), $"{pattern} is missing");
            Assert.True(path.TryGetProperty(verb, out var operation), $"{verb} {pattern} is missing");
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("description").GetString()), $"{verb} {pattern} has no description");
            foreach (var segment in pattern.Split('/').Where(segment => segment.StartsWith('{')))
            {
                Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == segment.Trim('{', '}'));
            }
        }

        var events = paths.GetProperty("/v1/events").GetProperty("get");
        Assert.Contains(events.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "since_seq");
        Assert.Contains(ErrorCodes.RequestInvalidValue, events.GetProperty("responses").GetProperty("400").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAPI_names_fields_as_they_are_on_the_wire()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var document = JsonDocument.Parse(await daemon.Client.GetStringAsync("/openapi.json"));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        Assert.Contains(
            "since the daemon started",
            schemas.GetProperty("Health").GetProperty("properties").GetProperty("uptime_ms").GetProperty("description").GetString(),
            StringComparison.Ordinal);
        foreach (var schema in schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
        {
            Assert.All(
                schema.Value.GetProperty("properties").EnumerateObject().Where(property => property.Name != "traceId"),
                property => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.Name));
        }
    }

    [Fact]
    public async Task Metrics_count_requests_by_route_verb_and_status()
    {
        await using var daemon = await TestDaemon.StartAsync();
        (await daemon.Client.GetAsync("/healthz")).Dispose();
        (await daemon.Client.GetAsync("/healthz")).Dispose();
        (await daemon.Client.GetAsync("/v1/nothing-1")).Dispose();
        (await daemon.Client.GetAsync("/v1/nothing-2")).Dispose();

        // A request is counted when its answer has been sent, which its caller may see first.
        await Patience.UntilAsync(async () =>
        {
            var text = await daemon.Client.GetStringAsync("/metrics");
            return text.Contains("drover_http_request_duration_seconds_count{route=\"/healthz\",method=\"GET\",status=\"200\"} 2\n", StringComparison.Ordinal)
                && text.Contains("drover_http_request_duration_seconds_count{route=\"unmatched\",method=\"GET\",status=\"404\"} 2\n", StringComparison.Ordinal)
                && text.Contains("process_resident_memory_bytes ", StringComparison.Ordinal);
        });
    }
}

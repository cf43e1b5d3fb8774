using System.Collections.Concurrent;
using System.Text;
using Drover.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

/// <summary>OTLP over HTTP to a collector in this process.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_collector_that_is_named()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await CollectorAsync(received);
        var endpoint = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        await using (var daemon = await TestDaemon.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            (await daemon.Client.GetAsync("/healthz")).Dispose();
        }

        // What is still in the batches is sent when the daemon stops.
        Assert.Contains("/healthz", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("Ready after", received["/v1/logs"], StringComparison.Ordinal);
        Assert.All(received.Values, content => Assert.Contains("service.name", content, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_collector_named_nothing_is_exported()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Null(daemon.Daemon.Services.GetService<Drover.Daemon.Telemetry.OpenTelemetryExport>());
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(http.Request.Path, text, (_, before) => before + text);
            http.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync(Patience.Token);
        return app;
    }
}

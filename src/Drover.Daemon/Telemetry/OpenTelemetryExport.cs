using System.Diagnostics.Metrics;
using Drover.Daemon.Configuration;
using Drover.Daemon.Lifecycle;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Drover.Daemon.Telemetry;

/// <summary>
/// Traces, metrics and logs to an OTLP endpoint, when <c>OTEL_*</c> or <c>otel.endpoint</c> names one; otherwise none of it is even loaded. The
/// providers are built by hand because the hosting integration package is not used.
/// </summary>
internal sealed class OpenTelemetryExport : IDisposable
{
    private const string MeterName = "Drover";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly Meter _meter;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OpenTelemetryExport(DaemonConfig config, ISessionCensus census)
    {
        _meter = new Meter(MeterName, DaemonFacts.Version);
        _meter.CreateObservableGauge(
            "drover.sessions",
            () => census.CountByState().Select(pair => new Measurement<int>(pair.Value, new KeyValuePair<string, object?>("state", pair.Key))),
            description: "Sessions by state.");
        Counter("drover.session.restarts", "cause", "Restarts by cause.", totals => totals.RestartsByCause);
        Counter("drover.captured.bytes", "stream", "Bytes captured by stream.", totals => totals.BytesByStream);
        Counter("drover.captured.lines", "stream", "Lines captured by stream.", totals => totals.LinesByStream);

        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource(config))
            .AddSource("Microsoft.AspNetCore")
            .AddOtlpExporter(options => Apply(config, options, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource(config))
            .AddMeter(MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter(options => Apply(config, options, "v1/metrics"))
            .Build();

        void Counter(string name, string label, string description, Func<SessionTotals, IReadOnlyDictionary<string, long>> pick) =>
            _meter.CreateObservableCounter(
                name,
                () => pick(census.Totals()).Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>(label, pair.Key))),
                description: description);
    }

    public static bool IsWanted(DaemonConfig config) =>
        !string.Equals(config.Variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && (Endpoint(config) is not null
            || config.Variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is not null
            || config.Variable("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is not null
            || config.Variable("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT") is not null);

    public static OpenTelemetryExport Start(DaemonConfig config, ISessionCensus census) => new(config, census);

    /// <summary>Logs go through the logging builder, before anything logs.</summary>
    public static void AddLogs(ILoggingBuilder logging, DaemonConfig config) => logging.AddOpenTelemetry(options =>
    {
        options.IncludeFormattedMessage = true;
        options.SetResourceBuilder(Resource(config));
        options.AddOtlpExporter(exporter => Apply(config, exporter, "v1/logs"));
    });

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
    }

    private static string? Endpoint(DaemonConfig config) => config.Variable(EndpointVariable) is { Length: > 0 } endpoint ? endpoint : config[ConfigKeys.OtelEndpoint].Value;

    private static ResourceBuilder Resource(DaemonConfig config) =>
        ResourceBuilder.CreateDefault().AddService(config.Variable("OTEL_SERVICE_NAME") ?? "drover", serviceVersion: DaemonFacts.Version);

    // The SDK reads OTEL_* from the process's environment by itself; this adds what stands in .env files and in otel.endpoint.
    private static void Apply(DaemonConfig config, OtlpExporterOptions options, string path)
    {
        options.Protocol = config.Variable("OTEL_EXPORTER_OTLP_PROTOCOL") switch
        {
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            "grpc" => OtlpExportProtocol.Grpc,
            _ => options.Protocol,
        };
        if (Endpoint(config) is { } endpoint)
        {
            // Setting the endpoint in code turns off the SDK's own appending of the signal's path.
            options.Endpoint = new Uri(options.Protocol == OtlpExportProtocol.HttpProtobuf ? $"{endpoint.TrimEnd('/')}/{path}" : endpoint);
        }

        if (config.Variable("OTEL_EXPORTER_OTLP_HEADERS") is { Length: > 0 } headers)
        {
            options.Headers = headers;
        }
    }
}

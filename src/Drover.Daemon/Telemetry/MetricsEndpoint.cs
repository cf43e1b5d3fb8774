using System.Diagnostics;
using System.Globalization;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Lifecycle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Telemetry;

/// <summary><c>GET /metrics</c> for Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (ISessionCensus census, IEnumerable<IMetricSource> sources, HttpMetrics http) => Results.Text(Write(census, sources, http), PrometheusText.ContentType))
            .WithTags("daemon")
            .WithDescription("Counters and gauges in Prometheus' text form.");

    public static string Write(ISessionCensus census, IEnumerable<IMetricSource> sources, HttpMetrics http)
    {
        var text = new PrometheusText();
        Sessions(text, census);
        foreach (var source in sources)
        {
            source.Write(text);
        }

        Requests(text, http);
        OwnProcess(text);
        return text.ToString();
    }

    private static void Sessions(PrometheusText text, ISessionCensus census)
    {
        text.Family("drover_sessions", "gauge", "Sessions by state.");
        foreach (var (state, count) in census.CountByState())
        {
            text.Sample("drover_sessions", count, ("state", state));
        }

        var totals = census.Totals();
        text.Family("drover_session_restarts_total", "counter", "Restarts by cause, since the daemon started.");
        foreach (var (cause, count) in totals.RestartsByCause)
        {
            text.Sample("drover_session_restarts_total", count, ("cause", cause));
        }

        text.Family("drover_captured_bytes_total", "counter", "Bytes captured by stream, over the sessions there are.");
        foreach (var (stream, count) in totals.BytesByStream)
        {
            text.Sample("drover_captured_bytes_total", count, ("stream", stream));
        }

        text.Family("drover_captured_lines_total", "counter", "Lines captured by stream, over the sessions there are.");
        foreach (var (stream, count) in totals.LinesByStream)
        {
            text.Sample("drover_captured_lines_total", count, ("stream", stream));
        }
    }

    private static void Requests(PrometheusText text, HttpMetrics http)
    {
        text.Family("drover_http_requests_in_flight", "gauge", "Requests under way, followers included.").Sample("drover_http_requests_in_flight", http.InFlight);
        const string Name = "drover_http_request_duration_seconds";
        text.Family(Name, "histogram", "Requests by route, verb and status.");
        foreach (var (route, method, status, series) in http.All)
        {
            var (buckets, count, sum) = series.Snapshot();
            var code = status.ToString(CultureInfo.InvariantCulture);
            var below = 0L;
            for (var bucket = 0; bucket < buckets.Length; bucket++)
            {
                below += buckets[bucket];
                text.Sample(Name + "_bucket", below, ("route", route), ("method", method), ("status", code), ("le", HttpMetrics.Bounds[bucket].ToString(CultureInfo.InvariantCulture)));
            }

            text.Sample(Name + "_bucket", count, ("route", route), ("method", method), ("status", code), ("le", "+Inf"));
            text.Sample(Name + "_sum", sum, ("route", route), ("method", method), ("status", code));
            text.Sample(Name + "_count", count, ("route", route), ("method", method), ("status", code));
        }
    }

    // The names every Prometheus client library uses.
    private static void OwnProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory.").Sample("process_resident_memory_bytes", process.WorkingSet64);
        text.Family("process_cpu_seconds_total", "counter", "CPU time.").Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        text.Family("process_threads", "gauge", "Threads.").Sample("process_threads", process.Threads.Count);
        text.Family("dotnet_gc_heap_bytes", "gauge", "Managed heap.").Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Edges.Http;

/// <summary>Counts and times requests by route, verb and status for <c>/metrics</c>. The route is its pattern, so there are few series.</summary>
internal sealed class HttpMetrics(TimeProvider time)
{
    /// <summary>Upper bounds of the buckets in seconds: those of OpenTelemetry's http.server.request.duration, and 1 ms for local calls.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<(string Route, string Method, int Status), RequestSeries> _series = new();
    private int _inFlight;

    /// <summary>Requests that have come and have not been answered, followers included.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public IEnumerable<(string Route, string Method, int Status, RequestSeries Series)> All =>
        _series.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Route, pair.Key.Method, pair.Key.Status, pair.Value));

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var start = time.GetTimestamp();
        Interlocked.Increment(ref _inFlight);
        try
        {
            await next(http);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
            var method = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method)
                ? http.Request.Method
                : "other";
            var series = _series.GetOrAdd((route, method, http.Response.StatusCode), static _ => new RequestSeries());
            series.Record(time.GetElapsedTime(start).TotalSeconds);
            Tag(Activity.Current, http, route);
        }
    }

    // The hosting layer starts the activity and, without its instrumentation package, names it after nothing
    // (https://opentelemetry.io/docs/specs/semconv/http/http-spans/).
    private static void Tag(Activity? activity, HttpContext http, string route)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.DisplayName = $"{http.Request.Method} {route}";
        activity.SetTag("http.request.method", http.Request.Method);
        activity.SetTag("http.route", route);
        activity.SetTag("url.path", http.Request.Path.Value);
        activity.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}

/// <summary>The durations of one kind of request.</summary>
internal sealed class RequestSeries
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[HttpMetrics.Bounds.Count];
    private long _count;
    private double _sum;

    public void Record(double seconds)
    {
        lock (_gate)
        {
            _count++;
            _sum += seconds;
            for (var bucket = 0; bucket < _buckets.Length; bucket++)
            {
                if (seconds <= HttpMetrics.Bounds[bucket])
                {
                    _buckets[bucket]++;
                    break;
                }
            }
        }
    }

    /// <summary>Counts by bucket (not cumulative), all requests, and the sum of their seconds.</summary>
    public (long[] Buckets, long Count, double Sum) Snapshot()
    {
        lock (_gate)
        {
            return ([.. _buckets], _count, _sum);
        }
    }
}

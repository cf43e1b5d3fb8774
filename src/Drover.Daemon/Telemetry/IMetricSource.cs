namespace Drover.Daemon.Telemetry;

/// <summary>Something that has figures for <c>/metrics</c>. A feature registers its own.</summary>
internal interface IMetricSource
{
    void Write(PrometheusText text);
}

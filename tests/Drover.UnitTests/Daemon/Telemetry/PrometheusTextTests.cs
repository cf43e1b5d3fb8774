using Drover.Daemon.Edges.Http;
using Drover.Daemon.Telemetry;
using Xunit;

namespace Drover.UnitTests.Daemon.Telemetry;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_family_has_its_help_its_type_and_its_samples_with_escaped_labels()
    {
        var text = new PrometheusText()
            .Family("drover_sessions", "gauge", "Sessions by state.")
            .Sample("drover_sessions", 3, ("state", "running"))
            .Sample("drover_sessions", 0.5, ("path", "C:\\a\"b\nc"), ("x", ""))
            .Sample("up", 1);
        Assert.Equal(
            """
            # HELP drover_sessions Sessions by state.
            # TYPE drover_sessions gauge
            drover_sessions{state="running"} 3
            drover_sessions{path="C:\\a\"b\nc",x=""} 0.5
            up 1

            """,
            text.ToString());
    }

    [Fact]
    public void A_duration_falls_into_the_first_bucket_that_holds_it()
    {
        var series = new RequestSeries();
        series.Record(0.001);
        series.Record(0.002);
        series.Record(60);
        var (buckets, count, sum) = series.Snapshot();
        Assert.Equal((1, 1, 3, 60.003), (buckets[0], buckets[1], count, Math.Round(sum, 6)));
        Assert.Equal(2, buckets.Sum());
    }
}

using System.Net.Sockets;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Ports_of_jobs(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Fact]
    public async Task A_free_port_stands_in_the_command_its_variables_the_start_and_the_log()
    {
        var frames = await daemon.FramesAsync(new JobRequest
        {
            Cmd = "echo $FREE_PORT ${FREE_PORT} $FREE_PORT_2 '$FREE_PORT' $P; echo \\$FREE_PORT",
            Env = new Dictionary<string, string> { ["P"] = "http://localhost:$FREE_PORT" },
        });
        var ports = frames[0].Frame.Ports!;
        var (one, two) = (ports["FREE_PORT"], ports["FREE_PORT_2"]);
        Assert.NotEqual(one, two);
        Assert.Equal($"{one} {one} {two} {one} http://localhost:{one}|$FREE_PORT", JobsDaemon.Text(frames));
        var job = frames[0].Frame.JobId!;
        var system = await daemon.GetAsync($"/api/shell/jobs/{job}/logs?stream=system", DroverJson.Default.LogPage);
        Assert.Contains(system.Entries, entry => entry.Line.StartsWith($"http://localhost:{one}", StringComparison.Ordinal));
        Assert.Equal([one, two], (await daemon.GetAsync(job)).Ports.OrderBy(port => port != one));
    }

    [Fact]
    public async Task The_command_can_listen_on_its_port_at_once()
    {
        using var stream = await daemon.RunAsync(JobsDaemon.Sh($"{Children.TestChild} listen $FREE_PORT"));
        var start = (await stream.ExpectAsync("start")).Frame;
        await stream.ExpectAsync("stdout");
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", start.Ports!["FREE_PORT"], Patience.Token);
        }

        await daemon.CancelAsync(start.JobId!);
        await stream.RestAsync();
    }

    [Fact]
    public async Task Jobs_at_the_same_time_and_soon_after_one_another_never_get_the_same_port()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => daemon.FramesAsync("echo $FREE_PORT $FREE_PORT_2")));
        var ports = starts.SelectMany(frames => frames[0].Frame.Ports!.Values).ToList();
        Assert.Equal(60, ports.Distinct().Count());
        var later = (await daemon.FramesAsync("echo $FREE_PORT"))[0].Frame.Ports!["FREE_PORT"];
        Assert.DoesNotContain(later, ports);
    }
}

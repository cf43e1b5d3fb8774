using Drover.Daemon.Projects.Ports;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class PortRangeTests
{
    [Fact]
    public void The_port_of_a_process_is_the_same_for_ever() =>
        Assert.Equal(PortRange.Candidates("/home/me/shop", "web").Take(3), PortRange.Candidates("/home/me/shop", "web").Take(3));

    [Fact]
    public void Folders_and_processes_begin_at_different_ports()
    {
        var first = new[] { ("/shop", "web"), ("/shop", "api"), ("/shop-login", "web"), ("/shop-login", "api") }.Select(of => PortRange.Candidates(of.Item1, of.Item2).First());

        Assert.Equal(4, first.Distinct().Count());
    }

    [Fact]
    public void Every_port_of_the_range_comes_once_and_no_other()
    {
        var all = PortRange.Candidates("/shop", "web").ToList();

        Assert.Equal(Enumerable.Range(PortRange.First, PortRange.Count), all.Order());
    }
}

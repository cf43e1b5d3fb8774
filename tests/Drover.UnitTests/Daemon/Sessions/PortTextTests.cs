using Drover.Daemon.Ports;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class PortTextTests
{
    private static readonly Dictionary<string, int> Ports = new(StringComparer.Ordinal) { ["FREE_PORT"] = 4001, ["FREE_PORT_2"] = 4002, ["PORT"] = 4000 };

    [Theory]
    [InlineData("--port $FREE_PORT", "--port 4001")]
    [InlineData("${FREE_PORT}x$FREE_PORT", "4001x4001")]
    [InlineData("$FREE_PORT_2:$FREE_PORT", "4002:4001")]
    [InlineData(@"\$FREE_PORT", "$FREE_PORT")]
    [InlineData("$FREE_PORTS", "$FREE_PORTS")]
    [InlineData("$FREE_PORT_9", "$FREE_PORT_9")]
    [InlineData("$PORT", "$PORT")]
    [InlineData("nothing", "nothing")]
    public void Names_are_replaced_where_they_stand_alone(string text, string expanded) => Assert.Equal(expanded, PortText.Expand(text, Ports));

    [Fact]
    public void In_probes_the_own_port_is_replaced_too() =>
        Assert.Equal("http://localhost:4000/x", PortText.Expand("http://localhost:$PORT/x", Ports, withOwnPort: true));

    [Fact]
    public void Every_asked_name_is_found_but_not_an_escaped_one() =>
        Assert.Equal("FREE_PORT FREE_PORT_2", string.Join(' ', PortText.NamesIn(@"a $FREE_PORT b ${FREE_PORT_2} \$FREE_PORT_3 $PORT")));
}

using System.Net;
using Drover.Daemon.Configuration;
using Xunit;

namespace Drover.UnitTests.Daemon.Configuration;

public sealed class ConfigurationValuesTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("65536", 65_536)]
    [InlineData("64KiB", 65_536)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("8 MiB", 8_388_608)]
    [InlineData("2gib", 2_147_483_648)]
    [InlineData("100B", 100)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5MiB")]
    [InlineData("MiB")]
    [InlineData("many")]
    [InlineData("99999999999TiB")]
    public void What_is_no_size_is_refused(string? text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1:7777", "127.0.0.1", 7777, true)]
    [InlineData("localhost:0", "127.0.0.1", 0, true)]
    [InlineData("[::1]:8947", "::1", 8947, true)]
    [InlineData("0.0.0.0:80", "0.0.0.0", 80, false)]
    [InlineData("[::]:80", "::", 80, false)]
    public void Addresses_are_an_IP_and_a_port(string text, string address, int port, bool loopback)
    {
        var listen = ListenAddress.Parse(text);
        Assert.Equal(new ListenAddress(IPAddress.Parse(address), port), listen);
        Assert.Equal(loopback, listen!.IsLoopback);
    }

    [Theory]
    [InlineData("7777")]
    [InlineData(":7777")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:7777")]
    [InlineData("[127.0.0.1]:7777")]
    [InlineData("example.org:7777")]
    public void What_is_no_address_is_refused(string text) => Assert.Null(ListenAddress.Parse(text));

    [Fact]
    public void Every_key_has_its_own_name_and_variable()
    {
        Assert.Equal(ConfigKeys.All.Count, ConfigKeys.All.Select(key => key.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ConfigKeys.All.Count, ConfigKeys.All.Select(key => key.Variable).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("DROVER_LOGS_TOTAL_BYTES", ConfigKeys.LogsTotalBytes.Variable);
        Assert.All(ConfigKeys.All, key => Assert.EndsWith(".", key.Description, StringComparison.Ordinal));
    }
}

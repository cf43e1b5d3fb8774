using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Xunit;

namespace Drover.UnitTests.Contracts.Client;

public sealed class AddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:7777", "http://127.0.0.1:7777")]
    [InlineData("http://localhost", "http://localhost:80")]
    [InlineData("http://[::1]:7777/", "http://[::1]:7777")]
    [InlineData("unix:/run/x.sock", "unix:/run/x.sock")]
    [InlineData("unix:///run/x.sock", "unix:/run/x.sock")]
    public void An_address_is_http_or_a_socket(string text, string address) => Assert.Equal(address, DaemonAddress.Parse(text).Value.ToString());

    [Theory]
    [InlineData("localhost:7777")]
    [InlineData("https://localhost")]
    [InlineData("unix:relative.sock")]
    [InlineData("")]
    public void Anything_else_is_told(string text) => Assert.Equal(ErrorCodes.DaemonConfigInvalid, DaemonAddress.Parse(text).Error!.Code);

    [Fact]
    public void One_folder_holds_everything_when_asked()
    {
        var paths = Paths(("DROVER_HOME", "/h"), ("XDG_STATE_HOME", "/elsewhere"), ("HOME", "/home/me"));

        Assert.Equal(("/h/state", "/h/config.yaml", "/h/run/drover.sock"), (paths.DataDir, paths.ConfigFile, paths.Socket));
    }

    [Fact]
    public void Otherwise_the_base_directories_decide()
    {
        var paths = Paths(("HOME", "/home/me"), ("XDG_STATE_HOME", "/s"), ("XDG_CONFIG_HOME", "/c"), ("XDG_RUNTIME_DIR", "/r"));

        Assert.Equal(("/s/drover", "/c/drover/config.yaml", "/r/drover/drover.sock"), (paths.DataDir, paths.ConfigFile, paths.Socket));
    }

    [Fact]
    public void Without_them_home_does_and_relative_ones_do_not_count()
    {
        var paths = Paths(("HOME", "/home/me"), ("XDG_STATE_HOME", "relative"));

        Assert.Equal(
            ("/home/me/.local/state/drover", "/home/me/.config/drover/config.yaml", "/home/me/.local/state/drover/run/drover.sock"),
            (paths.DataDir, paths.ConfigFile, paths.Socket));
    }

    private static DroverPaths Paths(params (string Name, string Value)[] variables)
        => DroverPaths.From(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}

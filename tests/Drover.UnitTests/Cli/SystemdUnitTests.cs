using Drover.Cli.Commands.Daemon;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class SystemdUnitTests
{
    [Fact]
    public void It_leaves_sessions_alone_when_it_stops()
    {
        var unit = Lines("/home/me/drover/drover");

        Assert.Contains("ExecStart=/home/me/drover/drover daemon run --background", unit);
        Assert.Contains("KillMode=process", unit);
        Assert.DoesNotContain(unit, line => line.Contains("DROVER_", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_environment_says_about_the_daemon_goes_along_and_nothing_else()
    {
        var unit = Lines("/drover", ("DROVER_HOME", "/srv/it is"), ("DROVER_LISTEN", "127.0.0.1:1,[::1]:2"), ("DROVER_TOKEN", "secret"), ("PATH", "/bin"));

        Assert.Contains("Environment=\"DROVER_HOME=/srv/it is\"", unit);
        Assert.Contains("Environment=DROVER_LISTEN=127.0.0.1:1,[::1]:2", unit);
        Assert.DoesNotContain(unit, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("PATH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/my tools/drover", "\"/my tools/drover\"")]
    [InlineData("/it's/100%/drover", "\"/it's/100%%/drover\"")]
    [InlineData("/a$b/drover", "\"/a$$b/drover\"")]
    [InlineData("/a\"b\\c/drover", "\"/a\\\"b\\\\c/drover\"")]
    public void Paths_are_quoted_as_systemd_reads_them(string program, string quoted)
        => Assert.Contains($"ExecStart={quoted} daemon run --background", Lines(program));

    private static string[] Lines(string program, params (string Name, string Value)[] variables)
        => SystemdUnit.Text(program, name => variables.FirstOrDefault(variable => variable.Name == name).Value).Split('\n');
}

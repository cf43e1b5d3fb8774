using Drover.Supervision.Identity;
using Xunit;

namespace Drover.UnitTests.Supervision.Identity;

public sealed class HolderCommandLineTests
{
    [Fact]
    public void A_native_holder_is_known_by_its_name_and_tells_its_run_directory() =>
        AssertServes("/data/runs/r", HolderCommandLine.Parse(["/opt/drover/drover-holder", "-n", "1024", "-d", "/", "-r", "/data/runs/r", "--", "/bin/sleep", "1"]));

    [Fact]
    public void A_shell_holder_is_known_by_its_fourth_argument_and_tells_its_run_directory() =>
        AssertServes("/data/runs/r", HolderCommandLine.Parse(["/bin/sh", "-c", "script", "drover-holder", "1024", "", "", "", "", "8", "", "/data/runs/r", "/bin/sleep", "1"]));

    [Theory]
    [InlineData("/bin/sleep", "-r", "/data/runs/r")]
    [InlineData("/bin/sh", "-c", "script", "drover-command", "1024", "", "", "", "", "8", "", "/data/runs/r", "/bin/sleep")]
    [InlineData("/opt/drover-holder", "--", "-r", "/data/runs/r")]
    [InlineData("/opt/drover-holder", "-r")]
    [InlineData]
    public void Nothing_else_is_taken_for_a_holder(params string[] commandLine) => Assert.Null(HolderCommandLine.Parse(commandLine));

    private static void AssertServes(string directory, HolderCommandLine? holder)
    {
        Assert.Equal(directory, holder?.RunDirectory);
        Assert.Equal(["/bin/sleep", "1"], holder!.Command);
    }
}

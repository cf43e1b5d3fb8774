using Drover.EndToEndTests.Cli;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Jobs;

public sealed class JobCommandsTests
{
    [Fact]
    public async Task A_command_seems_to_run_here_with_its_streams_its_folder_and_its_exit_code()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        home.WorkingDirectory = folder.Path;
        home.Environment["FROM_HERE"] = "mine";

        var result = await home.RunAsync("run", "--", "sh", "-c", "pwd; echo $FROM_HERE; echo to stderr >&2; printf 'no newline'; exit 42");

        // What runs programs here reads lines, so the missing newline is made up for.
        Assert.Equal((42, $"{folder.Path}\nmine\nno newline\n"), (result.ExitCode, result.Output));
        Assert.Contains("to stderr\n", result.Error, StringComparison.Ordinal);
        var inside = await home.RunAsync("run", "--cwd", folder.Folder("sub"), "-c", "pwd; exit 0");
        Assert.Equal(folder["sub"] + "\n", inside.Succeeded().Output);
    }

    [Fact]
    public async Task What_it_prints_goes_through_byte_for_byte()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        using var folder = new TempDir();
        var bytes = new byte[400_000];
        new Random(1).NextBytes(bytes);
        var file = folder["bytes"];
        await File.WriteAllBytesAsync(file, bytes);

        (await home.RunAsync("-c", $"'{Children.Drover}' run -c 'cat {file}' > {folder["through"]}")).Succeeded();
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder["through"]));
    }

    [Fact]
    public async Task Ctrl_C_cancels_it()
    {
        await using var home = new DroverHome();
        await using var run = home.Start("run", "-c", "trap 'echo bye; exit 3' TERM; echo ready $$; while :; do sleep 0.01; done");
        await run.LineAsync("ready");
        await Signals.SendAsync("INT", run.Pid);
        var end = await run.EndAsync();
        Assert.Equal(130, end.ExitCode);
        Assert.Contains("bye\n", end.Output, StringComparison.Ordinal);
        Assert.Equal("", (await home.RunAsync("jobs", "-q")).Succeeded().Output);
    }

    [Fact]
    public async Task A_timeout_is_told_and_passed_through_as_the_signal_it_was()
    {
        await using var home = new DroverHome();
        var result = await home.RunAsync("run", "--timeout", "0.2", "sleep", "1000");
        Assert.Equal(143, result.ExitCode);
        Assert.Contains("its time was over", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await home.RunAsync("run", "--timeout", "301", "true")).ExitCode);
        Assert.Equal(2, (await home.RunAsync("run", "--timeout", "soon", "true")).ExitCode);
        Assert.Equal(2, (await home.RunAsync("run")).ExitCode);
        Assert.Equal(2, (await home.RunAsync("run", "-c", "true", "true")).ExitCode);
    }

    [Fact]
    public async Task Jobs_are_listed_cancelled_and_remembered()
    {
        await using var home = new DroverHome();
        await using var run = home.Start("run", "-c", "echo ready; sleep 1000");
        await run.LineAsync("ready");

        var listed = (await home.RunAsync("jobs")).Succeeded().Output.Split('\n');
        Assert.StartsWith("ID\tSTATE", listed[0], StringComparison.Ordinal);
        var id = listed[1].Split('\t')[0];
        Assert.Contains("running", listed[1], StringComparison.Ordinal);
        (await home.RunAsync("cancel", id[..8])).Succeeded();
        Assert.Equal(143, (await run.EndAsync()).ExitCode);

        Assert.Equal(4, (await home.RunAsync("cancel", id)).ExitCode);
        Assert.Equal(3, (await home.RunAsync("cancel", "j_nothing")).ExitCode);
        Assert.Contains("cancelled", (await home.RunAsync("jobs", "--all")).Output, StringComparison.Ordinal);
        Assert.Contains("143\t.\techo ready; sleep 1000", (await home.RunAsync("recent")).Output, StringComparison.Ordinal);
        Assert.Contains("\"exit_code\":143", (await home.RunAsync("recent", "--json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_its_events_come_as_they_are()
    {
        await using var home = new DroverHome();
        var lines = (await home.RunAsync("run", "--json", "--", "echo", "x")).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"type\":\"start\",", lines[0], StringComparison.Ordinal);
        Assert.Equal("{\"type\":\"stdout\",\"line\":\"x\"}", lines[1]);
        Assert.StartsWith("{\"type\":\"exit\",\"code\":0,", lines[2], StringComparison.Ordinal);
    }
}

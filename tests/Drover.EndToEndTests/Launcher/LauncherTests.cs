using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Launcher;

public sealed class LauncherTests : IDisposable
{
    private readonly SourceTree _tree = new("one");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_first_start_builds_and_then_runs_the_program_with_the_callers_limit_of_files()
    {
        var first = (await _tree.RunAsync("ls", "two words")).Succeeded();

        Assert.Matches(@"^one ls two words nofile=(\d+|unlimited)\n$", first.Output);
        Assert.Contains("built in", first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_compiler_to_machine_code_the_program_runs_and_that_is_said()
    {
        var first = (await _tree.RunAsync()).Succeeded();

        Assert.StartsWith("one", first.Output, StringComparison.Ordinal);
        Assert.Contains("no ahead-of-time compiler", first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_tree_is_not_built_again_and_says_nothing()
    {
        await _tree.RunAsync();

        var second = (await _tree.RunAsync()).Succeeded();

        Assert.Equal(1, _tree.Builds);
        Assert.Empty(second.Error);
    }

    [Fact]
    public async Task A_changed_source_is_built_and_going_back_needs_no_build()
    {
        await _tree.RunAsync();
        _tree.Write("two");
        Assert.StartsWith("two", (await _tree.RunAsync()).Output, StringComparison.Ordinal);

        _tree.Write("one");
        var back = (await _tree.RunAsync()).Succeeded();

        Assert.StartsWith("one", back.Output, StringComparison.Ordinal);
        Assert.Equal(2, _tree.Builds);
    }

    [Fact]
    public async Task A_source_that_was_deleted_counts_as_a_change()
    {
        await File.WriteAllTextAsync(_tree["src/other.txt"], "");
        await _tree.RunAsync();
        File.Delete(_tree["src/other.txt"]);

        await _tree.RunAsync();

        Assert.Equal(2, _tree.Builds);
    }

    [Fact]
    public async Task A_file_that_was_only_touched_is_not_built_again()
    {
        await _tree.RunAsync();
        _tree.Write("one");

        await _tree.RunAsync();

        Assert.Equal(1, _tree.Builds);
    }

    [Fact]
    public async Task A_failed_build_shows_its_errors_on_stderr_and_starts_nothing_older()
    {
        await _tree.RunAsync();
        _tree.Write("BROKEN");

        var failed = await _tree.RunAsync("ls");

        Assert.Equal(1, failed.ExitCode);
        Assert.Empty(failed.Output);
        Assert.Contains("src/program.txt(1,1): error CS1001: it is broken", failed.Error, StringComparison.Ordinal);
        Assert.Contains("artifacts/build.log", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_first_starts_at_once_make_one_build()
    {
        await File.WriteAllTextAsync(_tree["hold-build"], "");
        await using var first = _tree.Start(_tree.Launcher);
        await Patience.UntilAsync(() => _tree.Builds == 1);
        await using var second = _tree.Start(_tree.Launcher);

        File.Delete(_tree["hold-build"]);
        var ends = await Task.WhenAll(first.EndAsync(), second.EndAsync());

        Assert.All(ends, end => Assert.StartsWith("one", end.Succeeded().Output, StringComparison.Ordinal));
        Assert.Equal(1, _tree.Builds);
    }

    [Fact]
    public async Task It_works_through_a_link_from_any_folder()
    {
        using var elsewhere = new TempDir();
        File.CreateSymbolicLink(elsewhere["d"], _tree.Launcher);

        await using var program = _tree.Start(elsewhere["d"], "ls");

        Assert.StartsWith("one ls", (await program.EndAsync()).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_sdk_it_says_what_to_install()
    {
        File.Delete(_tree["bin/dotnet"]);
        await using var program = _tree.Start("/usr/bin/env", "-i", "PATH=" + PathWithToolsOnly(), _tree.Launcher);

        var failed = await program.EndAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains(".NET SDK", failed.Error, StringComparison.Ordinal);
        Assert.Contains("https://", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_compiler_it_says_what_is_used_instead_and_goes_on()
    {
        var tools = PathWithToolsOnly();
        await using var program = _tree.Start("/usr/bin/env", "-i", "PATH=" + tools, _tree.Launcher);

        var end = (await program.EndAsync()).Succeeded();

        Assert.StartsWith("one", end.Output, StringComparison.Ordinal);
        Assert.Contains("no C compiler", end.Error, StringComparison.Ordinal);
    }

    // The tools the launcher needs, in a folder without the SDK and the compiler, which may well be in /usr/bin.
    private string PathWithToolsOnly()
    {
        foreach (var tool in new[] { "bash", "find", "mkdir", "flock", "mktemp", "rm", "sort", "xargs", "sha256sum", "cut", "readlink", "env", "dirname", "sed", "sh", "cat", "grep", "cp", "mv", "touch", "ls", "tail", "chmod", "sleep" })
        {
            var program = new[] { "/usr/bin/", "/bin/" }.Select(folder => folder + tool).First(File.Exists);
            File.CreateSymbolicLink(_tree["bin/" + tool], program);
        }

        return _tree["bin"];
    }
}

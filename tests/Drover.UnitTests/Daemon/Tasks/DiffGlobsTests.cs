using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks;

public class DiffGlobsTests
{
    [Theory]
    [InlineData("*.txt", "a.txt", true)]
    [InlineData("*.txt", "deep/a.txt", true)]
    [InlineData("*.txt", "a.txt.sh", false)]
    [InlineData("src/*", "src/a", true)]
    [InlineData("src/*", "src/a/b", false)]
    [InlineData("src/*", "other/src/a", false)]
    [InlineData("src/**", "src/a/b", true)]
    [InlineData("src/", "src/a/b", true)]
    [InlineData("./src/**", "src/a", true)]
    [InlineData("/src/**", "src/a", true)]
    [InlineData("src/**/x.c", "src/x.c", true)]
    [InlineData("src/**/x.c", "src/a/b/x.c", true)]
    [InlineData("**", "any/thing", true)]
    [InlineData("?.c", "ab.c", false)]
    [InlineData("[a-c].c", "b.c", true)]
    [InlineData("[!a-c].c", "b.c", false)]
    [InlineData("[.c", "[.c", true)]
    [InlineData("a+(b).c", "a+(b).c", true)]
    [InlineData("A.c", "a.c", false)]
    [InlineData("a.txt", "a.txt\nb", false)]
    public void A_glob_allows_what_it_says(string glob, string path, bool allowed) =>
        Assert.Equal(allowed ? [] : new[] { path }, DiffGlobs.Outside([File(path)], [glob]));

    [Fact]
    public void Any_of_the_globs_allows_and_none_at_all_allows_everything()
    {
        Assert.Equal(["c"], DiffGlobs.Outside([File("a"), File("b"), File("c")], ["a", "b"]));
        Assert.Empty(DiffGlobs.Outside([File("a")], []));
    }

    [Fact]
    public void Of_a_renamed_file_both_names_count() =>
        Assert.Equal(["old/a"], DiffGlobs.Outside([File("new/a") with { OldPath = "old/a" }], ["new/**"]));

    private static TaskDiffFile File(string path) =>
        new() { Path = path, Status = TaskDiffStatus.Modified, Added = 1, Removed = 1, Binary = false };
}

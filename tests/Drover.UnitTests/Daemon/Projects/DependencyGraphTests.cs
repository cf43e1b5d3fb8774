using Drover.Daemon.Projects.Files;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class DependencyGraphTests
{
    private static readonly ProjectFile Diamond = ProjectText.Good("""
        processes:
          web: { shell: x, depends_on: [api, assets] }
          api: { shell: x, depends_on: [db] }
          assets: { shell: x }
          db: { shell: x }
        """);

    [Fact]
    public void Levels_come_after_what_they_need_and_keep_the_order_of_the_file() =>
        Assert.Equal([["assets", "db"], ["api"], ["web"]], DependencyGraph.Levels(Diamond));

    [Fact]
    public void Names_bring_what_they_depend_on_with_them_in_order()
    {
        Assert.Equal(["db", "api"], DependencyGraph.Closure(Diamond, ["api"]).Select(process => process.Name));
        Assert.Equal(["assets", "db", "api", "web"], DependencyGraph.Closure(Diamond, ["web", "db"]).Select(process => process.Name));
    }

    [Fact]
    public void A_circle_of_sessions_still_ends() =>
        Assert.Equal([["a", "b"]], DependencyGraph.Levels([("a", ["b"]), ("b", (IReadOnlyList<string>)["a"])]));

    [Fact]
    public void Whatever_the_graph_is_everybody_comes_once_and_after_what_it_needs() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes is not null),
        bytes =>
        {
            // Each may depend on those before it only, so that there is no circle.
            var processes = bytes.Select((bits, index) => (
                Name: $"p{index}",
                DependsOn: (IReadOnlyList<string>)[.. Enumerable.Range(0, Math.Min(index, 8)).Where(bit => (bits & (1 << bit)) != 0).Select(bit => $"p{index - 1 - bit}")])).ToList();
            var levels = DependencyGraph.Levels(processes);
            var level = levels.SelectMany((names, number) => names.Select(name => (name, number))).ToDictionary(pair => pair.name, pair => pair.number);
            return level.Count == processes.Count && processes.TrueForAll(process => process.DependsOn.All(name => level[name] < level[process.Name]));
        }).QuickCheckThrowOnFailure();
}

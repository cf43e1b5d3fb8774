using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Architecture;

/// <summary>
/// Which namespace of the product knows which other one is written down in <c>dependencies.txt</c>, so that a new arrow is a
/// reviewed line of a diff, never an accident.
/// </summary>
public class NamespaceDependenciesTests
{
    private const string Accept = "DROVER_ACCEPT_DEPENDENCIES";

    private static readonly string Golden =
        Path.Combine(Children.RepositoryRoot, "tests/Drover.UnitTests/Architecture/dependencies.txt");

    [Fact]
    public void Every_arrow_between_namespaces_is_one_that_was_agreed_on()
    {
        var arrows = BuiltAssembly.All
            .SelectMany(assembly => assembly.Uses)
            .Where(use => IsOurs(use.To.Namespace) && use.From.Namespace != use.To.Namespace)
            .Select(use => $"{use.From.Namespace} -> {use.To.Namespace}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();

        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllLines(Golden, arrows);
        }

        var agreed = File.ReadAllLines(Golden);
        var added = arrows.Except(agreed, StringComparer.Ordinal).Select(arrow => "+ " + arrow + Example(arrow)).ToList();
        var removed = agreed.Except(arrows, StringComparer.Ordinal).Select(arrow => "- " + arrow).ToList();

        Assert.True(
            added.Count + removed.Count == 0,
            $"The arrows between namespaces are not those of dependencies.txt:\n{string.Join('\n', added.Concat(removed))}\n"
            + $"If each is meant: {Accept}=1 ./test unit -class '*NamespaceDependencies*', and commit the file.");
    }

    private static bool IsOurs(string name) => name == "Drover" || name.StartsWith("Drover.", StringComparison.Ordinal);

    private static string Example(string arrow)
    {
        var use = BuiltAssembly.All.SelectMany(assembly => assembly.Uses)
            .First(use => $"{use.From.Namespace} -> {use.To.Namespace}" == arrow);
        return $"   ({use.From.Name} uses {use.To.Name})";
    }
}

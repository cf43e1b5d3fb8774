using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>The public suite against the built daemon. What does not apply is told, with the reason, in docs/mcp.md.</summary>
public sealed class ConformanceTests
{
    // Tasks are an extension that Drover does not offer.
    private const string DoesNotApply = "tasks-";

    [Theory]
    [InlineData("2026-07-28", 30)]
    [InlineData("2025-11-25", 25)]
    public async Task Every_scenario_that_applies_passes(string revision, int least)
    {
        await using var daemon = await McpDaemon.StartAsync();
        using var results = new TempDir();
        await using var suite = NpmPrograms.Conformance("server", "--url", daemon.Url, "--requirements", revision, "-o", results.Path);

        var run = await suite.EndAsync();
        var checks = Directory.GetFiles(results.Path, "checks.json", SearchOption.AllDirectories).Select(Read).Where(scenario => !scenario.Name.Contains(DoesNotApply, StringComparison.Ordinal)).ToList();

        Assert.Empty(checks.SelectMany(scenario => scenario.Failures.Select(failure => $"{scenario.Name}: {failure}")));
        Assert.True(checks.Count >= least, $"Only {checks.Count} scenarios were run.\n{run.Output}");
        Assert.True(run.ExitCode == 0, run.Output);
    }

    private static (string Name, IReadOnlyList<string> Failures) Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var failures = json.RootElement.EnumerateArray()
            .Where(check => check.GetProperty("status").GetString() is "FAILURE")
            .Select(check => check.GetRawText())
            .ToList();
        return (Path.GetFileName(Path.GetDirectoryName(file))!, failures);
    }
}

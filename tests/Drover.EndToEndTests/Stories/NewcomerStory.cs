using Drover.EndToEndTests.Tests;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Stories;

/// <summary>An unknown repository: what it offers, and what its tests say.</summary>
public sealed class NewcomerStory
{
    [Fact]
    public async Task An_unknown_repository_says_what_it_offers_and_which_test_fails_where()
    {
        await using var home = new DroverHome();
        using var shop = Frameworks.Folder(
            home,
            ("package.json", """{"scripts":{"test":"vitest","dev":"vite","lint":"node -e 'console.log(1)'","build":"vite build"}}"""),
            ("src/cart.test.mjs", "import { expect, test } from 'vitest';\ntest('adds', () => {});\ntest('fails', () => {\n  expect(1 + 1).toBe(3);\n});\n"));

        var offered = (await home.RunAsync("do")).Succeeded();
        Assert.Equal(
            "NO\tLABEL\tCOMMAND\tFROM\n1\tRun tests\tnpm test\tpackage.json:scripts.test\n2\tStart dev server\tnpm run dev\tpackage.json:scripts.dev\n"
            + "3\tLint\tnpm run lint\tpackage.json:scripts.lint\n4\tBuild\tnpm run build\tpackage.json:scripts.build\n",
            offered.Output);
        Assert.Contains("drover do LABEL", offered.Error, StringComparison.Ordinal);

        var linted = (await home.RunAsync("do", "lint")).Succeeded();
        Assert.EndsWith("1\n", linted.Output, StringComparison.Ordinal);
        Assert.Contains("$ npm run lint\n", linted.Error, StringComparison.Ordinal);

        home.WorkingDirectory = shop["src"];
        var tested = await home.RunAsync("test");
        Assert.Equal(1, tested.ExitCode);
        Assert.Contains("✗ fails  cart.test.mjs:4\n", tested.Error, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed", tested.Error, StringComparison.Ordinal);
        Assert.Contains("expected 2 to be 3", tested.Output + tested.Error, StringComparison.Ordinal);
    }
}

using Drover.Daemon.Features.Tests;
using Drover.UnitTests.Daemon.Friendly;
using Xunit;

namespace Drover.UnitTests.Daemon.Tests;

public sealed class TestFrameworksTests
{
    [Theory]
    [InlineData("vitest", "package.json", """{"scripts":{"test":"vitest"}}""")]
    [InlineData("jest", "package.json", """{"scripts":{"test":"tsc && NODE_ENV=test jest --coverage"},"devDependencies":{"vitest":"3"}}""")]
    [InlineData("mocha", "package.json", """{"devDependencies":{"mocha":"11"}}""")]
    [InlineData("node", "package.json", """{"scripts":{"test":"node --test"}}""")]
    [InlineData("pytest", "pyproject.toml", "[tool.pytest.ini_options]\n")]
    [InlineData("pytest", "tests/test_a.py", "")]
    [InlineData("cargo", "Cargo.toml", "")]
    [InlineData("go", "go.mod", "")]
    [InlineData("dotnet", "Shop.slnx", "")]
    [InlineData("dotnet", "Shop.Tests.csproj", "<PackageReference Include=\"Microsoft.NET.Test.Sdk\"/>")]
    [InlineData("rspec", ".rspec", "")]
    [InlineData("phpunit", "phpunit.xml.dist", "")]
    [InlineData("maven", "pom.xml", "")]
    [InlineData("gradle", "build.gradle.kts", "")]
    [InlineData(null, "package.json", """{"scripts":{"test":"ava"}}""")]
    [InlineData(null, "package.json", "{\"scripts\":")]
    [InlineData(null, "Shop.csproj", "<Project/>")]
    [InlineData(null, "README.md", "")]
    public void A_framework_is_found_by_the_files_of_a_folder(string? framework, string file, string text)
    {
        var files = InMemoryFolder.Of((file, text));
        var best = TestPlanner.Frameworks.Where(known => known.UseIn(files) is not FrameworkUse.No).OrderByDescending(known => known.UseIn(files)).FirstOrDefault();
        Assert.Equal(framework, best?.Name);
    }

    [Theory]
    [InlineData("jest", """{"scripts":{"test":"jest --ci"}}""", "npm test -- a.test.js -t 'a b'", "npm test -- a.test.js -t 'a b' --json --outputFile=\"$DROVER_TEST_REPORTS/report.json\"")]
    [InlineData("jest", """{"devDependencies":{"jest":"29"}}""", "npx --no-install jest a.test.js -t 'a b'", "npx --no-install jest a.test.js -t 'a b' --json --outputFile=\"$DROVER_TEST_REPORTS/report.json\"")]
    [InlineData("jest", """{"scripts":{"test":"jest && eslint ."}}""", "npx --no-install jest a.test.js -t 'a b'", "npx --no-install jest a.test.js -t 'a b' --json --outputFile=\"$DROVER_TEST_REPORTS/report.json\"")]
    [InlineData("mocha", """{"scripts":{"test":"mocha"}}""", "npm test -- a.test.js --grep 'a b'", "npm test -- a.test.js --grep 'a b' --reporter spec")]
    [InlineData("vitest", """{"scripts":{"test":"vitest"}}""", "npm test -- a.test.js -t 'a b'", "npm test -- a.test.js -t 'a b' --run --reporter=default --reporter=json --outputFile.json=\"$DROVER_TEST_REPORTS/report.json\"")]
    [InlineData("node", """{"scripts":{"test":"node --import tsx --test test/*.ts"}}""", "node --import tsx --test '--test-name-pattern=a b' a.test.js", null)]
    public void A_package_is_tested_by_its_own_script_or_by_the_program(string framework, string package, string shown, string? line)
    {
        var command = Command(framework, new TestTarget(InMemoryFolder.Of(("package.json", package)), "a.test.js", IsFolder: false, "a b"));
        Assert.Equal(shown.Replace("'--test-name-pattern=a b'", "--test-name-pattern='a b'", StringComparison.Ordinal), command.Shown);
        Assert.Equal(line ?? command.Line, command.Line);
    }

    [Theory]
    [InlineData("pytest", "tests/test_a.py", "uv run pytest tests/test_a.py -k 'x; rm'")]
    [InlineData("go", "cart/a_test.go", "go test -run 'x; rm' ./cart")]
    [InlineData("cargo", "tests/cart.rs", "cargo test --test cart -- 'x; rm'")]
    [InlineData("dotnet", "Shop.Tests", "dotnet test Shop.Tests --filter 'FullyQualifiedName~x; rm'")]
    [InlineData("rspec", "spec/a_spec.rb", "rspec spec/a_spec.rb -e 'x; rm'")]
    [InlineData("phpunit", "tests/A.php", "phpunit --filter 'x; rm' tests/A.php")]
    [InlineData("maven", "src/test/java/shop/CartTest.java", "mvn -B test -Dtest='CartTest#x; rm' -Dsurefire.failIfNoSpecifiedTests=false")]
    [InlineData("gradle", "src/test/java/shop/CartTest.java", "gradle test --console=plain --tests '*CartTest.x; rm'")]
    public void Path_and_filter_reach_the_framework_in_its_own_words(string framework, string path, string shown) =>
        Assert.Equal(shown, Command(framework, new TestTarget(InMemoryFolder.Of(("uv.lock", ""), ("pyproject.toml", "")), path, IsFolder: false, "x; rm")).Shown);

    [Fact]
    public void A_path_that_a_framework_cannot_be_narrowed_to_is_refused()
    {
        foreach (var framework in TestPlanner.Frameworks.Where(framework => framework.Name is "cargo" or "maven" or "gradle"))
        {
            var refused = framework.Command(new TestTarget(InMemoryFolder.Of(), "src", IsFolder: true, null));
            Assert.Contains("use filter", refused.Error?.Message, StringComparison.Ordinal);
        }
    }

    private static TestCommand Command(string framework, TestTarget target)
    {
        var command = TestPlanner.Frameworks.Single(known => known.Name == framework).Command(target);
        Assert.Null(command.Error);
        return command.Value;
    }
}

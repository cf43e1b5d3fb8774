using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tests;

/// <summary>The frameworks themselves, as Debian and npm have them: one test of each passes, one fails, one is skipped.</summary>
public sealed class RealFrameworksTests
{
    private const string Jest = "describe('cart', () => {\n  test('adds', () => {});\n  test('fails', () => {\n    expect(1 + 1).toBe(3);\n  });\n  test.skip('later', () => {});\n});\n";

    public static TheoryData<string, string, string, string, (string Path, string Text)[]> Samples => new()
    {
        { "pytest", "pytest", "test_cart.test_fails", "test_cart.py:6", [("pytest.ini", "[pytest]\n"), ("test_cart.py", "import pytest\n\ndef test_adds(): pass\n\ndef test_fails():\n    assert 1 + 1 == 3\n\n@pytest.mark.skip\ndef test_later(): pass\n")] },
        { "jest", "npm test", "cart > fails", "cart.test.js:4", [("package.json", """{"scripts":{"test":"jest"}}"""), ("cart.test.js", Jest)] },
        { "vitest", "npx --no-install vitest run", "cart > fails", "cart.test.mjs:5", [("package.json", """{"devDependencies":{"vitest":"3"}}"""), ("cart.test.mjs", "import { describe, test, expect } from 'vitest';\n" + Jest)] },
        { "mocha", "npm test", "cart > fails", "test/cart.js:5", [("package.json", """{"scripts":{"test":"mocha"}}"""), ("test/cart.js", "const assert = require('assert');\ndescribe('cart', () => {\n  it('adds', () => {});\n  it('fails', () => {\n    assert.strictEqual(2, 3);\n  });\n  it('later');\n});\n")] },
        { "node", "node --test", "cart > fails", "cart.test.js:5", [("package.json", """{"scripts":{"test":"node --test"}}"""), ("cart.test.js", "const { describe, test } = require('node:test');\ndescribe('cart', () => {\n  test('adds', () => {});\n  test('fails', () => {\n    throw new Error('broken');\n  });\n  test('later', { skip: true }, () => {});\n});\n")] },
        { "go", "go test ./...", "TestFails", "cart/cart_test.go:8", [("go.mod", "module example.com/shop\n\ngo 1.19\n"), ("cart/cart_test.go", "package cart\n\nimport \"testing\"\n\nfunc TestAdds(t *testing.T) {}\n\nfunc TestFails(t *testing.T) {\n\tt.Errorf(\"got %d\", 2)\n}\n\nfunc TestLater(t *testing.T) { t.Skip() }\n")] },
        { "cargo", "cargo test", "tests::fails", "src/lib.rs:6", [("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"), ("src/lib.rs", "#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {}\n    #[test]\n    fn fails() { assert_eq!(1 + 1, 3); }\n    #[test]\n    #[ignore]\n    fn later() {}\n}\n")] },
        { "dotnet", "dotnet test", "Shop.CartTests.Fails", "CartTests.cs:8", [("global.json", """{"test":{"runner":"Microsoft.Testing.Platform"}}"""), ("Shop.csproj", Platform), ("CartTests.cs", Xunit), ("Directory.Build.props", "<Project />")] },
        { "dotnet", "dotnet test", "Shop.CartTests.Fails", "CartTests.cs:8", [("Shop.csproj", VsTest), ("CartTests.cs", Xunit), ("Directory.Build.props", "<Project />")] },
        { "phpunit", "phpunit", "CartTest.testFails", "tests/CartTest.php:8", [("phpunit.xml", "<phpunit><testsuites><testsuite name=\"all\"><directory>tests</directory></testsuite></testsuites></phpunit>"), ("tests/CartTest.php", Php)] },
        { "rspec", "rspec", "Cart fails", "spec/cart_spec.rb:5", [(".rspec", ""), ("spec/cart_spec.rb", "RSpec.describe 'Cart' do\n  it('adds') { expect(1 + 1).to eq 2 }\n\n  it 'fails' do\n    expect(1 + 1).to eq 3\n  end\n\n  it 'later'\nend\n")] },
    };

    private const string Xunit = "using Xunit;\n\nnamespace Shop;\n\npublic class CartTests\n{\n    [Fact] public void Adds() => Assert.Equal(2, 1 + 1);\n    [Fact] public void Fails() => Assert.Equal(3, 1 + 1);\n    [Fact(Skip = \"later\")] public void Later() { }\n}\n";

    private const string Php = "<?php\nuse PHPUnit\\Framework\\TestCase;\n\nclass CartTest extends TestCase\n{\n    public function testAdds() { $this->assertSame(2, 1 + 1); }\n    public function testFails() {\n        $this->assertSame(3, 1 + 1);\n    }\n    public function testLater() { $this->markTestSkipped(); }\n}\n";

    // The packages of this repository's own tests, which its build has restored.
    private const string Platform =
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><PackageReference Include="xunit.v3" Version="3.2.2" /></ItemGroup></Project>""";

    private const string VsTest =
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" Version="17.14.1" /><PackageReference Include="xunit" Version="2.9.3" /><PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" /></ItemGroup></Project>""";

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Its_numbers_and_the_place_of_its_failure_are_told(string framework, string command, string failing, string place, (string Path, string Text)[] files)
    {
        await using var home = new DroverHome();
        using var shop = Frameworks.Folder(home, files);

        var result = await home.RunAsync("test", "--json");

        var frame = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Single(frame => frame.GetProperty("type").GetString() == "result");
        Assert.Equal((framework, command, true), (frame.GetProperty("framework").GetString(), frame.GetProperty("command").GetString(), frame.GetProperty("parsed").GetBoolean()));
        Assert.Equal((1, 1, 1, 0), (Number("passed"), Number("failed"), Number("skipped"), Number("errors")));
        var failure = Assert.Single(frame.GetProperty("failures").EnumerateArray());
        Assert.Equal((failing, place), (failure.GetProperty("name").GetString(), $"{failure.GetProperty("file").GetString()}:{failure.GetProperty("line").GetInt32()}"));
        Assert.NotEqual(0, result.ExitCode);

        int Number(string name) => frame.GetProperty(name).GetInt32();
    }
}

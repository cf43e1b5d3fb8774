using Drover.Daemon.Features.Tests.Reports;
using Xunit;
using static Drover.UnitTests.Daemon.Tests.Recording;

namespace Drover.UnitTests.Daemon.Tests;

public sealed class TestReportsTests
{
    [Fact]
    public void The_report_of_pytest()
    {
        var outcome = Counts(JUnitXml.Read(Text("pytest.xml")), passed: 1, failed: 1, skipped: 1, errors: 1);
        Assert.Equal(["tests.test_a.test_bad tests/test_a.py:5", "tests.test_a.test_err tests/test_a.py:9"], Places(outcome));
        Assert.StartsWith("AssertionError: assert {'a': 1} == {'a': 2}", outcome.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_PHPUnit()
    {
        var outcome = Counts(JUnitXml.Read(Text("phpunit.xml")), passed: 1, failed: 1, skipped: 1, errors: 1);
        Assert.Equal(["CartTest.testFails /shop/tests/CartTest.php:11", "CartTest.testBreaks /shop/tests/CartTest.php:16"], Places(outcome));
    }

    [Fact]
    public void The_report_of_Maven()
    {
        var outcome = Counts(JUnitXml.Read(Text("surefire.xml")), passed: 1, failed: 1, skipped: 1);
        Assert.Equal(["com.example.CartTest.fails com/example/CartTest.java:14"], Places(outcome));
        Assert.Equal("expected: <3> but was: <2>", outcome.Failures[0].Message);
    }

    [Fact]
    public void The_report_of_jest()
    {
        var outcome = Counts(JestJson.Read(Text("jest.json")), passed: 1, failed: 1, skipped: 1, errors: 1);
        Assert.Equal(["sum > fails /shop/a.test.js:3", "b.test.js /shop/b.test.js:1"], Places(outcome));
        Assert.Equal("Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 2", outcome.Failures[0].Message);
    }

    [Fact]
    public void The_report_of_vitest()
    {
        var outcome = Counts(JestJson.Read(Text("vitest.json")), passed: 1, failed: 1, skipped: 1, errors: 1);
        Assert.Equal(["sum > fails /shop/a.test.js:4", "b.test.js /shop/b.test.js:"], Places(outcome));
    }

    [Fact]
    public void The_report_of_node()
    {
        var outcome = Counts(NodeTap.Read(Text("node.tap")), passed: 1, failed: 2, skipped: 2);
        Assert.Equal(["sum > fails /shop/test/a.test.js:4", "/shop/test/b.test.js /shop/test/b.test.js:1"], Places(outcome));
        Assert.StartsWith("Expected values to be strictly equal:", outcome.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_dotnet()
    {
        var outcome = Counts(DotnetTrx.Read(Text("dotnet.trx")), passed: 1, failed: 1, skipped: 1);
        Assert.Equal(["Shop.CartTests.Fails /shop/CartTests.cs:12"], Places(outcome));
    }

    [Fact]
    public void The_report_of_rspec()
    {
        var outcome = Counts(RspecJson.Read(Text("rspec.json")), passed: 1, failed: 1, skipped: 1);
        Assert.Equal(["Cart fails ./spec/cart_spec.rb:7"], Places(outcome));
        Assert.Equal(["rspec ./spec/broken_spec.rb:2"], Places(Counts(RspecJson.Read(Text("rspec-broken.json")), errors: 1)));
    }

    [Fact]
    public void What_mocha_prints()
    {
        var outcome = Counts(MochaText.Read(Lines("mocha.txt")), passed: 1, failed: 2, skipped: 1);
        Assert.Equal(["sum > fails test/a.js:4", "sum > hooks > \"before all\" hook for \"never\" test/a.js:6"], Places(outcome));
        Assert.Equal("Error: hook broke", outcome.Failures[1].Message);
    }

    [Fact]
    public void What_go_prints()
    {
        var outcome = Counts(GoText.Read(Lines("go.txt"), "example.com/x"), passed: 1, failed: 2, skipped: 1, errors: 1);
        Assert.Equal(["example.com/x/broken broken/b_test.go:2", "TestBad/sub_one a_test.go:5", "TestPanic /shop/pan/p_test.go:3"], Places(outcome));
        Assert.Contains("got 1", outcome.Failures[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("panic: runtime error", outcome.Failures[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cargo_prints()
    {
        var outcome = Counts(CargoText.Read(Lines("cargo.txt")), passed: 1, failed: 1, skipped: 1);
        Assert.Equal(["tests::fails src/lib.rs:4"], Places(outcome));
        Assert.DoesNotContain("stack backtrace", outcome.Failures[0].Message, StringComparison.Ordinal);
        Assert.Equal(["tests::bad src/lib.rs:4"], Places(Counts(CargoText.Read(Lines("cargo-old.txt")), passed: 1, failed: 1)));
        Assert.Equal(["cargo build src/lib.rs:3"], Places(Counts(CargoText.Read(Lines("cargo-broken.txt")), errors: 1)));
    }

    [Fact]
    public void What_dotnet_prints()
    {
        string[] vstest = ["Failed!  - Failed:     1, Passed:     2, Skipped:     3, Total:     6, Duration: 20 ms - A.dll (net10.0)", "Passed!  - Failed:     0, Passed:     4, Skipped:     0, Total:     4, Duration: 1 s - B.dll (net10.0)"];
        Counts(DotnetText.Read(vstest), passed: 6, failed: 1, skipped: 3);
        var platform = Counts(DotnetText.Read(Lines("dotnet.txt")), passed: 1, failed: 1, skipped: 1);
        Assert.Equal(["Shop.CartTests.Fails /shop/CartTests.cs:12"], Places(platform));
        Assert.StartsWith("Assert.Equal() Failure: Values differ\nExpected: 3\nActual:   2\nat Shop", platform.Failures[0].Message, StringComparison.Ordinal);
        string[] broken = ["/shop/Cart.cs(5,3): error CS1002: ; expected [/shop/Shop.csproj]", "    /shop/Cart.cs(5,3): error CS1002: ; expected [/shop/Shop.csproj]"];
        Assert.Equal(["dotnet build /shop/Cart.cs:5"], Places(Counts(DotnetText.Read(broken), errors: 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<testsuites><testcase")]
    [InlineData("<other/>")]
    [InlineData("{\"testResults\":")]
    [InlineData("{\"testResults\":[1,{}],\"examples\":7}")]
    [InlineData("[]")]
    [InlineData("# pass")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><testsuites>&a;</testsuites>")]
    public void A_report_that_is_broken_says_nothing(string text)
    {
        Assert.Null(JUnitXml.Read(text));
        Assert.Null(DotnetTrx.Read(text));
        Assert.Null(NodeTap.Read(text));
        Assert.Null(RspecJson.Read(text));
        Assert.True(JestJson.Read(text) is null or { Passed: 0, Failed: 0 });
        Assert.Null(MochaText.Read(text.Split('\n')));
        Assert.Null(GoText.Read(text.Split('\n'), "x"));
        Assert.Null(CargoText.Read(text.Split('\n')));
        Assert.Null(DotnetText.Read(text.Split('\n')));
    }

    private static TestOutcome Counts(TestOutcome? outcome, int passed = 0, int failed = 0, int skipped = 0, int errors = 0)
    {
        Assert.NotNull(outcome);
        Assert.Equal((passed, failed, skipped, errors), (outcome.Passed, outcome.Failed, outcome.Skipped, outcome.Errors));
        return outcome;
    }

    private static string[] Places(TestOutcome outcome) => [.. outcome.Failures.Select(failure => $"{failure.Name} {failure.File}:{failure.Line}")];
}

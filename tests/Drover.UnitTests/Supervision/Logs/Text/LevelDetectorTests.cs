using Drover.Supervision.Logs.Text;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs.Text;

public sealed class LevelDetectorTests
{
    [Theory]
    [InlineData("2026-01-02 03:04:05 ERROR db: lost")]
    [InlineData("error: cannot find crate `serde`")]
    [InlineData("error[E0308]: mismatched types")]
    [InlineData("src/a.ts(1,2): error TS2304: Cannot find name 'x'.")]
    [InlineData("npm ERR! code ELIFECYCLE")]
    [InlineData("""{"level":"error","msg":"x"}""")]
    [InlineData("""{"level":50,"time":1,"msg":"x"}""")]
    [InlineData("time=1 level=error msg=x")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("ValueError: invalid literal for int()")]
    [InlineData("System.IO.IOException: disk full")]
    [InlineData("Exception in thread \"main\" java.lang.NullPointerException")]
    [InlineData("panic: runtime error: index out of range")]
    [InlineData("thread 'main' panicked: fatal: x")]
    [InlineData("[error] something")]
    [InlineData("E0102 03:04:05.678 main.go:1] x")]
    [InlineData("Unhandled exception. System.Exception")]
    [InlineData("FAILED tests/test_a.py::test_b")]
    [InlineData("fatal: not a git repository")]
    public void Errors_are_seen(string line) => Assert.Equal(LineLevel.Error, LevelDetector.Of(line));

    [Theory]
    [InlineData("WARN  deprecated option")]
    [InlineData("warning: unused variable")]
    [InlineData("src/a.cs(1,2): warning CS0168: unused")]
    [InlineData("npm warn deprecated x")]
    [InlineData("(node:1) DeprecationWarning: x")]
    [InlineData("""{"level":"warn","msg":"x"}""")]
    [InlineData("level=warning msg=x")]
    [InlineData("[WARN] x")]
    [InlineData("W0102 03:04:05.678 main.go:1] x")]
    public void Warnings_are_seen(string line) => Assert.Equal(LineLevel.Warn, LevelDetector.Of(line));

    [Theory]
    [InlineData("listening on http://localhost:3000")]
    [InlineData("0 errors, 0 warnings")]
    [InlineData("Build succeeded with no error")]
    [InlineData("loading error-handler.js")]
    [InlineData("""{"level":"info","msg":"no errors"}""")]
    [InlineData("")]
    public void Other_lines_are_left_alone(string line) => Assert.Equal(LineLevel.None, LevelDetector.Of(line));
}

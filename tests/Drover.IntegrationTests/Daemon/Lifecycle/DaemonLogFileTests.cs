using Drover.Daemon.Storage;
using Drover.Daemon.Telemetry;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Lifecycle;

public sealed class DaemonLogFileTests : IDisposable
{
    private readonly TempDir _folder = new();

    [Fact]
    public void At_its_cap_the_log_is_renamed_and_a_new_one_begun()
    {
        var path = _folder["daemon.log"];
        using (var log = new DaemonLogFile(path, 1_000, TextWriter.Null))
        {
            for (var number = 0; number < 50; number++)
            {
                log.Write($"line {number} {new string('x', 40)}");
            }
        }

        Assert.InRange(new FileInfo(path).Length, 1, 1_100);
        Assert.InRange(new FileInfo(path + ".1").Length, 1_000, 1_100);
        Assert.StartsWith("line 49", File.ReadAllLines(path)[^1], StringComparison.Ordinal);
        Assert.Equal(OwnFile.Mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_log_goes_on_where_an_earlier_daemon_ended()
    {
        var path = _folder.Write("daemon.log", "before\n");
        using (var log = new DaemonLogFile(path, 1_000, TextWriter.Null))
        {
            log.Write("after");
        }

        Assert.Equal(["before", "after"], File.ReadAllLines(path));
    }

    [Fact]
    public void Lines_that_cannot_be_written_are_counted_and_told_later()
    {
        var path = _folder["missing/daemon.log"];
        var echo = new StringWriter();
        using (var log = new DaemonLogFile(path, 1_000, echo))
        {
            log.Write("one");
            log.Write("two");
            _folder.Folder("missing");
            log.Write("three");
        }

        Assert.Equal(["(2 lines could not be written)", "three"], File.ReadAllLines(path));
        Assert.Equal("one\ntwo\nthree\n", echo.ToString());
    }

    public void Dispose() => _folder.Dispose();
}

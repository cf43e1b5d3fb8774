using Drover.Supervision.Identity;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Supervision.Identity;

public sealed class ProcessScannerTests
{
    [Fact]
    public async Task All_who_ask_during_a_scan_share_the_next_one()
    {
        var scans = 0;
        var entered = new SemaphoreSlim(0);
        var proceed = new SemaphoreSlim(0);
        var scanner = new ProcessScanner(() =>
        {
            Interlocked.Increment(ref scans);
            entered.Release();
            Assert.True(proceed.Wait(Patience.Max));
            return new ProcessTable([]);
        });
        var first = scanner.ScanAsync().AsTask();
        await entered.WaitAsync(Patience.Max, TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 100).Select(_ => scanner.ScanAsync().AsTask()).ToArray();
        proceed.Release(2);
        var tables = await Task.WhenAll(others).Patiently();
        Assert.Equal(2, scans);
        Assert.Single(tables.Distinct());
        Assert.NotSame(await first.Patiently(), tables[0]);
    }

    [Fact]
    public async Task A_scan_that_failed_fails_for_those_who_asked_and_for_nobody_else()
    {
        var scans = 0;
        var scanner = new ProcessScanner(() => ++scans == 1 ? throw new IOException("no /proc") : new ProcessTable([]));
        await Assert.ThrowsAsync<IOException>(() => scanner.ScanAsync().AsTask().Patiently());
        Assert.Empty((await scanner.ScanAsync().AsTask().Patiently()).Entries);
    }
}

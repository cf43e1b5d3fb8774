using Drover.Supervision.Capture;
using Drover.Supervision.Spawn;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

public sealed class The_self_test
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_system_that_works_gives_no_warning_and_nothing_stays_behind(HolderKind kind)
    {
        using var folder = new TempDir();
        var result = KernelSelfTest.Run(folder.Path, Command.HolderOf(kind));
        Assert.Equal(CaptureMode.Splice, result.Capture);
        Assert.Equal(kind, result.Holder.Kind);
        Assert.DoesNotContain(result.Warnings, warning => !warning.Contains("terminal", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_native_holder_that_does_not_work_is_replaced_by_the_shells()
    {
        using var folder = new TempDir();
        var broken = new Holder(HolderKind.Native, folder.Write("holder", "not a program"));
        var result = KernelSelfTest.Run(folder.Path, broken);
        Assert.Equal(HolderKind.Sh, result.Holder.Kind);
        Assert.Contains("native holder", result.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_broken_native_holder_is_noticed_before_the_first_run()
    {
        using var folder = new TempDir();
        Assert.Equal(HolderKind.Sh, Holder.Select(folder.Path, forced: null).Kind);
        var fake = folder.Write(Holder.FileName, "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.NotNull(Holder.Select(folder.Path, forced: null).Warning);
        Assert.Null(Holder.Select(folder.Path, forced: "sh").Warning);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_used_is_told_and_no_exception()
    {
        using var folder = new TempDir();
        var result = KernelSelfTest.Run(folder.Write("file", ""), Command.HolderOf(HolderKind.Native));
        Assert.Contains("Commands cannot be run here", result.Warnings[^1], StringComparison.Ordinal);
    }
}

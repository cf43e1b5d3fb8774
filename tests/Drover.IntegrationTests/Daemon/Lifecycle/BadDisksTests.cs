using System.Net.Http.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Lifecycle;

/// <summary>A data folder on a disk that is full or cannot be written.</summary>
public sealed class BadDisksTests
{
    [Fact]
    public async Task On_a_full_disk_a_daemon_starts_again_knows_what_was_and_goes_on_when_there_is_room()
    {
        using var disk = await SmallDisk.MountAsync("2m");
        await using (var before = await TestDaemon.StartInAsync(disk.Folder))
        {
            Log(before).Append("session.running", label: "before");
        }

        disk.Fill();
        await using var daemon = await TestDaemon.StartInAsync(disk.Folder);
        Log(daemon).Append("session.exited", label: "during");
        Assert.Equal(["before", "during"], await LabelsAsync(daemon));
        var database = daemon.Daemon.Services.GetRequiredService<DroverDatabase>();
        Assert.Equal(ErrorCodes.StorageFull, database.Execute("INSERT INTO meta (key, value) VALUES ('a', $v)", ("$v", new string('x', 100_000))).Error!.Code);

        disk.MakeRoom();
        Log(daemon).Append("session.running", label: "after");
        Assert.Equal(["before", "during", "after"], await LabelsAsync(daemon));
        Assert.True(database.Execute("INSERT INTO meta (key, value) VALUES ('a', 'b')").IsSuccess);
    }

    [Fact]
    public async Task A_new_daemon_on_a_full_disk_says_that_it_is_full()
    {
        using var disk = await SmallDisk.MountAsync("1m");
        disk.Folder.Folder("state");
        disk.Folder.Folder("run");
        disk.Fill();
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(disk.Folder));
        Assert.Contains(refusal.Code, new[] { ErrorCodes.StorageFull, ErrorCodes.StorageReadOnly });

        disk.MakeRoom();
        await using var daemon = await TestDaemon.StartInAsync(disk.Folder);
    }

    [Fact]
    public async Task A_read_only_data_folder_is_refused_with_a_clear_error()
    {
        using var disk = await SmallDisk.MountAsync("2m");
        await (await TestDaemon.StartInAsync(disk.Folder)).DisposeAsync();
        await disk.RemountAsync("ro");
        try
        {
            var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(disk.Folder));
            Assert.Equal(ErrorCodes.StorageReadOnly, refusal.Code);
            Assert.Contains(disk.Folder.Path, refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await disk.RemountAsync("rw");
        }
    }

    private static EventLog Log(TestDaemon daemon) => daemon.Daemon.Services.GetRequiredService<EventLog>();

    private static async Task<IEnumerable<string?>> LabelsAsync(TestDaemon daemon)
    {
        var page = await daemon.Client.GetFromJsonAsync("/v1/events", DroverJson.Default.EventPage);
        return page!.Events.Select(happened => happened.Label).Where(label => label is not null);
    }
}

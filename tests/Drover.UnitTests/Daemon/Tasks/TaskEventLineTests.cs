using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks;

public sealed class TaskEventLineTests
{
    [Fact]
    public void Whatever_is_said_comes_back_and_stays_on_one_line() => Prop.ForAll<string, TaskEventKind>(Check).QuickCheckThrowOnFailure();

    private static void Check(string? words, TaskEventKind kind)
    {
        var message = (words ?? "").Replace('\u001f', ' ').ReplaceLineEndings("\n");

        var line = TaskEventLine.Write(kind, "reply", message, new JsonObject { ["attempt"] = 2 });
        var read = TaskEventLine.Read(line);

        Assert.DoesNotContain('\n', line);
        Assert.Equal((kind, message), (read.Kind, read.Message));
        Assert.Equal(2, read.Metadata!.Value.GetProperty("attempt").GetInt32());
        Assert.Equal("reply", read.Metadata.Value.GetProperty("category").GetString());
    }

    [Fact]
    public void A_line_of_the_kernel_and_one_that_a_full_disk_has_cut_are_read_as_they_are()
    {
        Assert.Equal("exited 0 after 1 s", TaskEventLine.Read("exited 0 after 1 s").Message);
        var cut = TaskEventLine.Write(TaskEventKind.Input, "reply", "words", null)[..^4];
        Assert.Equal(("words", TaskEventKind.Lifecycle), (TaskEventLine.Read(cut).Message, TaskEventLine.Read(cut).Kind));
    }
}

using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks;

public sealed class TaskTransitionsTests
{
    // A row a state, a column a move; a dot is a 409. The table that users meet, written down a second time and by hand.
    private const string Expected =
        """
                        Start Refuse FailToStart Ask Answer EndForReview EndWithoutChanges EndBadly Stop Extend Reply Merge Update Cleanup Restore Delete
        Queued          R     N      F           .   .      .            .                 .        S    .      .     .     .      .       .       .
        Running         .     .      .           N   R      V            C                 F        S    R      .     .     .      .       .       .
        NeedsInput      R     N      F           N   R      V            C                 F        S    N      .     .     .      .       .       .
        ReadyForReview  R     N      F           .   .      .            .                 .        .    .      R     C     V      V       V       V
        Completed       R     N      F           .   .      .            .                 .        .    .      R     C     C      C       C       C
        Failed          R     N      F           .   .      .            .                 .        .    .      R     C     F      F       F       F
        Stopped         R     N      F           .   .      .            .                 .        .    .      R     C     S      S       S       S
        """;

    private static readonly Dictionary<string, TaskState> Letters = new(StringComparer.Ordinal)
    {
        ["Q"] = TaskState.Queued,
        ["R"] = TaskState.Running,
        ["N"] = TaskState.NeedsInput,
        ["V"] = TaskState.ReadyForReview,
        ["C"] = TaskState.Completed,
        ["F"] = TaskState.Failed,
        ["S"] = TaskState.Stopped,
    };

    public static TheoryData<string, string, string?> Moves()
    {
        var data = new TheoryData<string, string, string?>();
        var rows = Expected.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var row in rows.Skip(1))
        {
            foreach (var (at, move) in rows[0].Index())
            {
                data.Add(row[0], move, row[at + 1] == "." ? null : Letters[row[at + 1]].ToString());
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Every_move_is_possible_or_a_409_in_every_state(string from, string move, string? to)
    {
        var after = TaskTransitions.After(Enum.Parse<TaskState>(from), Enum.Parse<TaskMove>(move));

        Assert.Equal(to is not null, after.IsSuccess);
        if (to is { } expected)
        {
            Assert.Equal(expected, after.Value.ToString());
        }
        else
        {
            Assert.Equal(409, ErrorCatalog.Of(after.Error!.Code).HttpStatus);
            Assert.EndsWith(".", after.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_table_has_every_state_and_every_move() => Assert.Equal(Enum.GetValues<TaskState>().Length * Enum.GetValues<TaskMove>().Length, Moves().Count);
}

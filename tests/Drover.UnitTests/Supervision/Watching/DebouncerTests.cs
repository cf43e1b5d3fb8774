using Drover.Supervision.Watching;
using Xunit;

namespace Drover.UnitTests.Supervision.Watching;

public sealed class DebouncerTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void Nothing_is_due_before_the_first_change()
    {
        var debouncer = new Debouncer(Quarter);
        Assert.Null(debouncer.Due);
        Assert.Null(debouncer.Take());
    }

    [Fact]
    public void Each_change_starts_the_quiet_time_again()
    {
        var debouncer = new Debouncer(Quarter);
        Save(debouncer, "a", At(0));
        Assert.Equal(At(250), debouncer.Due);
        Save(debouncer, "b", At(200));
        Assert.Equal(At(450), debouncer.Due);
    }

    [Fact]
    public void A_batch_names_each_path_once_and_sorted()
    {
        var debouncer = new Debouncer(Quarter);
        Save(debouncer, "b", At(0));
        Save(debouncer, "a", At(1));
        Save(debouncer, "b", At(2));
        Assert.Equal(["a", "b"], debouncer.Take()!.Paths);
        Assert.Null(debouncer.Due);
    }

    [Fact]
    public void Changes_that_never_end_are_delivered_after_the_cap()
    {
        var debouncer = new Debouncer(Quarter);
        for (var ms = 0; ms <= 9900; ms += 100)
        {
            debouncer.Add("log", Change.Writing, At(ms));
        }

        Assert.Equal(Debouncer.Cap, debouncer.Due);
    }

    [Fact]
    public void A_quiet_time_longer_than_the_cap_is_kept()
    {
        var debouncer = new Debouncer(TimeSpan.FromSeconds(15));
        Save(debouncer, "a", At(0));
        Assert.Equal(TimeSpan.FromSeconds(15), debouncer.Due);
    }

    [Fact]
    public void With_no_quiet_time_a_saved_file_is_due_at_once()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        Save(debouncer, "a", At(7));
        Assert.Equal(At(7), debouncer.Due);
    }

    [Fact]
    public void With_no_quiet_time_a_file_still_being_written_waits_for_its_end()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        debouncer.Add("a", Change.Writing, At(5));
        Assert.Equal(At(5) + Debouncer.Settle, debouncer.Due);
        debouncer.Add("a", Change.Closed, At(9));
        Assert.Equal(At(9), debouncer.Due);
    }

    [Fact]
    public void With_no_quiet_time_a_new_file_waits_a_moment_for_being_renamed()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        debouncer.Add("new", Change.Created, At(0));
        debouncer.Add("new", Change.Writing, At(0));
        Assert.Equal(At(0) + Debouncer.Settle, debouncer.Due);
        debouncer.Add("new", Change.Closed, At(1));
        Assert.Equal(At(1) + Debouncer.SettleNew, debouncer.Due);
    }

    [Fact]
    public void With_no_quiet_time_a_save_by_rename_is_one_change()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        debouncer.Add("sedXa1", Change.Created, At(0));
        debouncer.Add("sedXa1", Change.Writing, At(0));
        debouncer.Add("sedXa1", Change.Closed, At(0));
        Assert.True(debouncer.Due > At(0));
        debouncer.Add("sedXa1", Change.Gone, At(1));
        debouncer.Add("a", Change.MovedIn, At(1));
        Assert.Equal(At(1), debouncer.Due);
        Assert.Equal(["a"], debouncer.Take()!.Paths);
    }

    [Fact]
    public void With_no_quiet_time_a_save_that_moves_the_old_file_away_first_is_one_change()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        debouncer.Add("a", Change.Gone, At(0));
        Assert.True(debouncer.Due > At(0));
        debouncer.Add("a", Change.Created, At(1));
        debouncer.Add("a", Change.Writing, At(1));
        Assert.True(debouncer.Due > At(1));
        debouncer.Add("a", Change.Closed, At(2));
        Assert.Equal(At(2), debouncer.Due);
    }

    [Fact]
    public void A_file_that_came_and_went_is_no_change()
    {
        var debouncer = new Debouncer(Quarter);
        debouncer.Add("tmp", Change.Created, At(0));
        debouncer.Add("tmp", Change.Closed, At(1));
        debouncer.Add("tmp", Change.Gone, At(2));
        Assert.True(debouncer.IsEmpty);
        Assert.Null(debouncer.Due);
    }

    [Fact]
    public void A_close_without_a_write_is_no_change()
    {
        var debouncer = new Debouncer(Quarter);
        debouncer.Add("touched", Change.Closed, At(0));
        Assert.Null(debouncer.Due);
    }

    [Fact]
    public void A_deleted_file_is_a_change()
    {
        var debouncer = new Debouncer(Quarter);
        debouncer.Add("a", Change.Gone, At(0));
        Assert.Equal(At(250), debouncer.Due);
        Assert.Equal(["a"], debouncer.Take()!.Paths);
    }

    [Fact]
    public void A_saved_file_that_is_deleted_afterwards_waits_to_settle_again()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        Save(debouncer, "a", At(0));
        debouncer.Add("a", Change.Gone, At(1));
        Assert.Equal(At(1) + Debouncer.Settle, debouncer.Due);
    }

    [Fact]
    public void A_hold_puts_a_batch_off_but_not_beyond_the_cap()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        Save(debouncer, "a", At(0));
        Assert.True(debouncer.Hold(busy: true, At(0)));
        Assert.Equal(Debouncer.HoldInterval, debouncer.Due);
        Assert.True(debouncer.Hold(busy: true, Debouncer.Cap - At(1)));
        Assert.Equal(Debouncer.Cap, debouncer.Due);
        Assert.False(debouncer.Hold(busy: true, Debouncer.Cap));
    }

    [Fact]
    public void After_a_hold_one_more_interval_gathers_what_was_on_its_way()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        Save(debouncer, "a", At(0));
        debouncer.Hold(busy: true, At(0));
        Assert.True(debouncer.Hold(busy: false, At(25)));
        Save(debouncer, "b", At(30));
        Assert.Equal(At(50), debouncer.Due);
        Assert.False(debouncer.Hold(busy: false, At(50)));
    }

    [Fact]
    public void A_hold_ends_with_its_batch()
    {
        var debouncer = new Debouncer(TimeSpan.Zero);
        Save(debouncer, "a", At(0));
        debouncer.Hold(busy: true, At(0));
        debouncer.Take();
        Save(debouncer, "b", At(1));
        Assert.Equal(At(1), debouncer.Due);
    }

    [Fact]
    public void A_huge_change_names_a_bounded_number_of_paths_and_counts_them_all()
    {
        var debouncer = new Debouncer(Quarter);
        for (var i = 0; i < 2500; i++)
        {
            debouncer.Add($"f{i}", Change.MovedIn, At(0));
        }

        var batch = debouncer.Take()!;
        Assert.Equal(WatchBatch.MaxPaths, batch.Paths.Count);
        Assert.Equal(2500, batch.Total);
    }

    private static void Save(Debouncer debouncer, string path, TimeSpan now)
    {
        debouncer.Add(path, Change.Writing, now);
        debouncer.Add(path, Change.Closed, now);
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

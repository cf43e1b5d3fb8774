using Drover.Supervision.Identity;
using Xunit;

namespace Drover.UnitTests.Supervision.Identity;

public sealed class ProcessTreeTests
{
    private const int Holder = 100;
    private const int Command = 101;

    private static readonly Guid Run = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly string[] HolderLine = ["/opt/drover-holder", "-r", "/data/runs/x", "--", "/bin/x"];

    private readonly List<ProcessEntry> _entries = [];

    [Fact]
    public void The_command_its_children_and_their_children_belong_to_the_run_and_the_holder_does_not()
    {
        GivenTheRun();
        Given(102, parent: Command);
        Given(103, parent: 102);
        Assert.Equal([Command, 102, 103], Members());
    }

    [Fact]
    public void A_process_with_the_marker_belongs_wherever_it_stands()
    {
        GivenTheRun();
        Given(200, parent: 1, session: 200, run: Run);
        Assert.Equal([Command, 200], Members());
    }

    [Fact]
    public void A_process_that_cleared_its_environment_belongs_by_its_session_or_its_descent()
    {
        GivenTheRun();
        Given(201, parent: 1, session: Command);
        Given(202, parent: Holder, session: 202);
        Assert.Equal([Command, 201, 202], Members());
    }

    [Fact]
    public void Zombies_do_not_belong_but_what_descends_from_them_does()
    {
        GivenTheRun(commandState: 'Z');
        Given(102, parent: Command, session: Command);
        Assert.Equal([102], Members());
    }

    [Fact]
    public void A_session_of_that_number_without_any_sign_of_the_run_is_somebody_elses()
    {
        Given(Command, parent: 1, session: Command);
        Given(102, parent: Command, session: Command);
        Assert.Empty(Members());
    }

    [Fact]
    public void A_holders_number_that_was_given_away_leads_nowhere()
    {
        Given(Holder, parent: 1, session: Holder);
        Given(102, parent: Holder, session: Holder);
        Given(Command, parent: 1, session: Command, run: Run);
        Assert.Equal([Command], Members());
    }

    [Fact]
    public void Another_runs_processes_never_belong_even_below_ours()
    {
        GivenTheRun();
        Given(300, parent: Holder, session: 300, run: Other, line: HolderLine);
        Given(301, parent: 300, session: 301, run: Other);
        Given(302, parent: 301, session: 301);
        Given(303, parent: Command, session: Command, run: Other);
        Assert.Equal([Command], Members());
    }

    [Fact]
    public void A_daemon_that_was_started_inside_the_run_does_not_belong_nor_does_anything_below_it()
    {
        GivenTheRun();
        Given(400, parent: Holder, session: Command, isDaemon: true);
        Given(401, parent: 400, session: 401);
        Assert.Equal([Command], Members());
    }

    [Fact]
    public void This_process_and_process_1_never_belong()
    {
        GivenTheRun();
        Given(Environment.ProcessId, parent: Command, session: Command, run: Run);
        Given(1, parent: 0, session: 1, run: Run);
        Assert.Equal([Command], Members());
    }

    [Fact]
    public void Holders_that_nobody_knows_are_told_with_what_they_hold()
    {
        var run = Guid.NewGuid();
        string[] line = ["/opt/drover-holder", "-r", $"/data/runs/{run:D}", "--", "/bin/x", "y"];
        Given(Holder, parent: 1, session: Holder, run: run, line: line);
        Given(Command, parent: Holder, session: Command, run: run, line: ["/bin/x", "y"]);
        Given(102, parent: Holder, session: Holder, run: run, line: line);
        var table = new ProcessTable(_entries);
        var unknown = Assert.Single(UnknownHolders.Find(table, "/data/runs", new HashSet<Guid>()));
        Assert.Equal((run, Holder, "/bin/x y"), (unknown.RunId, unknown.Holder.Pid, unknown.Command));
        Assert.Equal([Command], unknown.Processes);
        Assert.Empty(UnknownHolders.Find(table, "/data/runs", new HashSet<Guid> { run }));
        Assert.Empty(UnknownHolders.Find(table, "/elsewhere/runs", new HashSet<Guid>()));
    }

    private void GivenTheRun(char commandState = 'S')
    {
        Given(Holder, parent: 50, session: Holder, run: Run, line: HolderLine);
        Given(Command, parent: Holder, session: Command, run: Run, state: commandState);
    }

    private void Given(int pid, int parent, int? session = null, Guid? run = null, char state = 'S', bool isDaemon = false, string[]? line = null) =>
        _entries.Add(new ProcessEntry(pid, new ProcStat(state, parent, pid, session ?? Command, 0, 0, pid, 0), run, isDaemon, line ?? ["/bin/x"]));

    private IEnumerable<int> Members() => ProcessTree.OfRun(new ProcessTable(_entries), new RunMembership(Run, Holder, Command)).Select(entry => entry.Pid);
}

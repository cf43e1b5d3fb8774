using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProjectFileReaderTests
{
    private const string Shop = """
        name: shop
        env_file: [.env]
        processes:
          db:   { command: ["redis-server", "--port", "$PORT"], port: auto, ready: { port: true } }
          api:  { shell: "npm run api", port: auto, depends_on: { db: ready }, ready: { http: "http://localhost:$PORT/health" }, watch: [api], restart: on-failure }
          migrate: { shell: "npm run migrate", depends_on: { db: ready }, once: true }
          web:  { shell: "npm run dev -- --port $PORT", port: auto, depends_on: { api: ready, migrate: exited_ok }, env: { API: "http://localhost:${api.port}" } }
        """;

    [Fact]
    public void The_shop_is_understood()
    {
        var file = ProjectText.Good(Shop);

        Assert.Equal(("shop", "/home/me/shop", ".env"), (file.Name, file.Folder, Assert.Single(file.EnvFiles).Text));
        Assert.Equal(["db", "api", "migrate", "web"], file.Processes.Select(process => process.Name));
        Assert.Equal(["redis-server", "--port", "$PORT"], file.Find("db")!.Spec.Command!);
        Assert.Equal(new ProbeSpec { Port = new ProbePort(null) }, file.Find("db")!.Spec.Ready);
        Assert.Equal(new RestartSpec { Policy = RestartPolicyKind.OnFailure }, file.Find("api")!.Spec.Restart);
        Assert.Equal([("api", DependencyCondition.Ready), ("migrate", DependencyCondition.ExitedOk)], file.Find("web")!.DependsOn.Select(dependency => (dependency.Name, dependency.Condition!.Value)));
        Assert.Equal([false, false, true, false], file.Processes.Select(process => process.Once));
    }

    [Fact]
    public void Every_field_of_a_session_is_taken_in_long_and_in_short_form()
    {
        var spec = ProjectText.Good("""
            processes:
              all:
                command: [node, 8080, true]
                cwd: sub
                env: { NUMBER: 7, FLAG: true, EMPTY: , TEXT: "7" }
                env_file: [a.env, b.env]
                base_env: { PATH: /bin }
                depends_on: other
                port: 4000
                watch: src
                ignore: ["*.tmp"]
                ext: [ts, tsx]
                debounce_ms: 10
                restart: { policy: always, max: 1, window_ms: 2, backoff_ms: 3, max_backoff_ms: 4 }
                ready: { log: up, timeout_ms: 5, interval_ms: 60 }
                live: { exec: [curl, -f, localhost] }
                stop: { signal: INT, grace_ms: 5 }
                stdin: null
                pty: true
                merge: false
                limits: { memory_bytes: 8589934592, cpu_percent: 150 }
              other: { shell: "true", base_env: none, stdin: hold, ready: { port: 80 } }
            """).Processes;

        var all = spec[0].Spec;
        Assert.Equal(["node", "8080", "true"], all.Command!);
        Assert.Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["NUMBER"] = "7", ["FLAG"] = "true", ["EMPTY"] = "", ["TEXT"] = "7" }, all.Env!);
        Assert.Equal(["a.env", "b.env"], spec[0].EnvFiles.Select(file => file.Text));
        Assert.Equal("/bin", all.BaseEnv!.Variables!["PATH"]);
        Assert.Equal(("other", null), (spec[0].DependsOn[0].Name, spec[0].DependsOn[0].Condition));
        Assert.Equal((new SessionPort(4000), StdinKind.Null, true, false), (all.Port, all.Stdin, all.Pty, all.Merge));
        Assert.Equal(["src"], all.Watch!);
        Assert.Equal(["ts", "tsx"], all.Ext!);
        Assert.Equal(new RestartSpec { Policy = RestartPolicyKind.Always, Max = 1, WindowMs = 2, BackoffMs = 3, MaxBackoffMs = 4 }, all.Restart);
        Assert.Equal(new ProbeSpec { Log = "up", TimeoutMs = 5, IntervalMs = 60 }, all.Ready);
        Assert.Equal(["curl", "-f", "localhost"], all.Live!.Exec!);
        Assert.Equal(new StopSpec { Signal = "INT", GraceMs = 5 }, all.Stop);
        Assert.Equal(new LimitsSpec { MemoryBytes = 8589934592, CpuPercent = 150 }, all.Limits);
        Assert.Equal((BaseEnvironment.None, StdinKind.Hold, new ProbePort(80)), (spec[1].Spec.BaseEnv, spec[1].Spec.Stdin, spec[1].Spec.Ready!.Port));
    }

    [Fact]
    public void Anchors_and_merges_save_words()
    {
        var file = ProjectText.Good("""
            x-common: &common { restart: always, env: { A: 1 } }
            processes:
              one: { <<: *common, shell: "true" }
              two: { <<: *common, shell: "true", restart: never }
            """);

        Assert.Equal([RestartPolicyKind.Always, RestartPolicyKind.Never], file.Processes.Select(process => process.Spec.Restart!.Policy!.Value));
        Assert.All(file.Processes, process => Assert.Equal("1", process.Spec.Env!["A"]));
    }

    public static TheoryData<string, string, int, int, string> Wrong => new()
    {
        { "", ErrorCodes.ProjectFileInvalid, 1, 1, "the file has no processes" },
        { "# only this", ErrorCodes.ProjectFileInvalid, 1, 1, "the file has no processes" },
        { "name: shop", ErrorCodes.ProjectFileInvalid, 1, 1, "the key processes is missing" },
        { "processes: {}", ErrorCodes.ProjectFileInvalid, 1, 12, "processes is empty" },
        { "processes: [a]", ErrorCodes.ProjectFileInvalid, 1, 12, "processes is a mapping, not a list" },
        { "proceses: { a: { shell: x } }", ErrorCodes.ProjectUnknownKey, 1, 1, "unknown key proceses; did you mean processes?" },
        { "processes:\n  a: { shell: x, wacth: [b] }", ErrorCodes.ProjectUnknownKey, 2, 18, "unknown key wacth; did you mean watch?" },
        { "processes:\n  a:\n    shell: x\n    ready: { htpp: y }", ErrorCodes.ProjectUnknownKey, 4, 14, "unknown key htpp; did you mean http?" },
        { "processes:\n  a: { shell: x, label: y }", ErrorCodes.ProjectUnknownKey, 2, 18, "unknown key label" },
        { "processes:\n  a: { shell: x, stop: { after: 1 } }", ErrorCodes.ProjectUnknownKey, 2, 26, "unknown key after; known here: signal, grace_ms" },
        { "processes:\n  a: true", ErrorCodes.ProjectFileInvalid, 2, 6, "a is a mapping with a command or a shell line, not a text" },
        { "processes:\n  a:\n", ErrorCodes.ProjectFileInvalid, 2, 5, "a is a mapping with a command or a shell line, not nothing" },
        { "processes:\n  a: { once: true }", ErrorCodes.ProjectFileInvalid, 2, 3, "a needs a command (a list: program and arguments) or a shell line" },
        { "processes:\n  a: { command: [x], shell: y }", ErrorCodes.ProjectFileInvalid, 2, 29, "a has both command and shell" },
        { "processes:\n  a: { command: [] }", ErrorCodes.ProjectFileInvalid, 2, 17, "command is empty" },
        { "processes:\n  a: { command: [\" \"] }", ErrorCodes.ProjectFileInvalid, 2, 17, "command is empty" },
        { "processes:\n  a: { shell: \" \" }", ErrorCodes.ProjectFileInvalid, 2, 15, "shell is empty" },
        { "processes:\n  a: { command: npm run dev }", ErrorCodes.ProjectFileInvalid, 2, 17, "command is a list of texts, not \"npm run dev\"" },
        { "processes:\n  a: { command: [x, [y]] }", ErrorCodes.ProjectFileInvalid, 2, 21, "command is a list of texts, not a list" },
        { "processes:\n  a: { shell: x, once: maybe }", ErrorCodes.ProjectFileInvalid, 2, 24, "once is true or false, not \"maybe\"" },
        { "processes:\n  a: { shell: x, once: \"true\" }", ErrorCodes.ProjectFileInvalid, 2, 24, "once is true or false" },
        { "processes:\n  a: { shell: x, debounce_ms: -5 }", ErrorCodes.ProjectFileInvalid, 2, 31, "debounce_ms is a whole number, not \"-5\"" },
        { "processes:\n  a: { shell: x, port: 70000 }", ErrorCodes.ProjectFileInvalid, 2, 24, "port is auto or a number from 1 to 65535" },
        { "processes:\n  a: { shell: x, port: 80 }\n  b: { shell: x, port: 80 }", ErrorCodes.ProjectFileInvalid, 3, 24, "port 80 is a's already" },
        { "processes:\n  a: { shell: x, restart: sometimes }", ErrorCodes.ProjectFileInvalid, 2, 27, "restart is one of never, on-failure, always, not sometimes" },
        { "processes:\n  a: { shell: x, stdin: pipe }", ErrorCodes.ProjectFileInvalid, 2, 25, "stdin is one of hold, null, not pipe" },
        { "processes:\n  a: { shell: x }\n  b: { shell: x, depends_on: { a: raedy } }", ErrorCodes.ProjectFileInvalid, 3, 35, "depends_on.a is one of started, ready, exited, exited_ok, not raedy; did you mean ready?" },
        { "processes:\n  a: { shell: x }\n  b: { shell: x, depends_on: [aa] }", ErrorCodes.ProjectDependencyUnknown, 3, 31, "b depends on a process that is not in the file: aa; did you mean a?" },
        { "processes:\n  a: { shell: x, depends_on: [a] }", ErrorCodes.ProjectDependencyCycle, 2, 31, "processes wait for each other: a → a" },
        { "processes:\n  a: { shell: x }\n  a: { shell: y }", ErrorCodes.ProjectFileInvalid, 3, 3, "a is there already, in line 2" },
        { "processes:\n  a: { shell: x, shell: y }", ErrorCodes.ProjectFileInvalid, 2, 18, "shell is there already, in line 2" },
        { "processes:\n  a b: { shell: x }", ErrorCodes.ProjectFileInvalid, 2, 3, "the name of a process has letters, digits" },
        { "name: my shop\nprocesses: { a: { shell: x } }", ErrorCodes.ProjectFileInvalid, 1, 7, "name has letters, digits" },
        { "processes:\n  a: { shell: x", ErrorCodes.ProjectFileInvalid, 2, 16, "this is not YAML" },
        { "processes:\n  a: { shell: x }\n---\nprocesses:\n  b: { shell: y }", ErrorCodes.ProjectFileInvalid, 3, 1, "a second document begins here: one file is one project" },
        { "processes:\n  a: { shell: x }\n...\n---\n", ErrorCodes.ProjectFileInvalid, 4, 1, "a second document begins here" },
        { "processes:\n  a:\n    shell: \"x\n    once: true\n", ErrorCodes.ProjectFileInvalid, 3, 12, "this is not YAML: the quote that begins here is not closed" },
        { "processes:\n  a: { shell: 'x }\n  b: { shell: y }\n", ErrorCodes.ProjectFileInvalid, 2, 15, "this is not YAML: the quote that begins here is not closed" },
        { "processes:\n\ta: x", ErrorCodes.ProjectFileInvalid, 2, 1, "this is not YAML" },
        { "processes: *nobody", ErrorCodes.ProjectFileInvalid, 1, 12, "*nobody names no anchor above it" },
        { "processes:\n  a: { shell: x, env: [A=1] }", ErrorCodes.ProjectFileInvalid, 2, 23, "env is a mapping, not a list" },
        { "processes:\n  a: { shell: x, env: { A: [1] } }", ErrorCodes.ProjectFileInvalid, 2, 28, "env.A is a text, not a list" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_with_its_line_and_column(string yaml, string code, int line, int column, string message)
    {
        var error = ProjectText.Read(yaml).Error;

        Assert.NotNull(error);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"drover.yaml:{line}:{column}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message[^2..], StringComparison.Ordinal);
        Assert.Equal((code, $"{line}", $"{column}", "/home/me/shop/drover.yaml"), (error.Code, error.Details!["line"], error.Details["column"], error.Details["file"]));
    }

    [Fact]
    public void The_first_of_several_problems_is_told_and_how_many_more_there_are() =>
        Assert.EndsWith("did you mean shell? (1 more).", ProjectText.Read("processes:\n  a: { shel: x, onec: 1 }").Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void No_file_is_nested_so_deeply_or_refers_to_itself_so_often_that_it_ends_the_daemon()
    {
        var deep = ProjectText.Read($"processes: {new string('[', 100_000)}");
        var laughs = string.Concat(Enumerable.Range(1, 20).Select(level => $"x-{level}: &l{level} [*l{level - 1},*l{level - 1},*l{level - 1},*l{level - 1}]\n"));
        var many = ProjectText.Read($"x-0: &l0 [x]\n{laughs}processes: {{ a: {{ command: *l20 }} }}");

        Assert.Equal(ErrorCodes.ProjectFileInvalid, deep.Error!.Code);
        Assert.Equal(ErrorCodes.ProjectFileInvalid, many.Error!.Code);
    }
}

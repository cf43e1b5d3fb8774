using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProcessSpecsTests
{
    [Fact]
    public void Ports_are_filled_in_everywhere_and_the_rest_is_the_shells()
    {
        var specs = ProjectText.Specs("""
            env: { ALL: "${api.port}" }
            processes:
              api: { command: [serve, "--port=$PORT", "$HOME"], port: auto, ready: { http: "http://localhost:${PORT}/" } }
              web:
                shell: "x $PORT ${PORT} ${api.port} $PORTS $HOME ${HOME:-y} \\$PORT"
                port: 4000
                env: { API: "http://localhost:${api.port}" }
                live: { exec: [curl, "localhost:$PORT"] }
            """).Value;

        Assert.Equal(["serve", "--port=20001", "$HOME"], specs["api"].Command!);
        Assert.Equal("http://localhost:20001/", specs["api"].Ready!.Http);
        Assert.Equal("x 4000 4000 20001 $PORTS $HOME ${HOME:-y} $PORT", specs["web"].Shell);
        Assert.Equal(("20001", "http://localhost:20001"), (specs["web"].Env!["ALL"], specs["web"].Env!["API"]));
        Assert.Equal(["curl", "localhost:4000"], specs["web"].Live!.Exec!);
        Assert.Equal([new SessionPort(20001), new SessionPort(4000)], specs.Values.Select(spec => spec.Port!.Value));
    }

    [Fact]
    public void A_session_carries_its_project_and_paths_that_do_not_depend_on_where_the_daemon_is()
    {
        var spec = ProjectText.Specs("""processes: { api: { shell: x, cwd: back, watch: [., ../shared], once: true } }""").Value["api"];

        Assert.Equal(("shop/api", "/home/me/shop/back"), (spec.Label, spec.Cwd));
        Assert.Equal(["/home/me/shop/back", "/home/me/shop/shared"], spec.Watch!.Select(path => Path.TrimEndingDirectorySeparator(path)));
        Assert.Equal(new SessionProject { Folder = "/home/me/shop", Process = "api", Once = true }, spec.Project);
    }

    [Fact]
    public void Only_a_name_means_a_good_end_of_what_runs_once_and_readiness_of_the_rest() => Assert.Equal(
        [new Dependency("shop/db"), new Dependency("shop/seed", DependencyCondition.ExitedOk), new Dependency("shop/x", DependencyCondition.Started)],
        ProjectText.Specs("""
            processes:
              db: { shell: x }
              seed: { shell: x, once: true }
              x: { shell: x }
              web: { shell: x, depends_on: { db: , seed: , x: started } }
            """).Value["web"].DependsOn!);

    public static TheoryData<string, string, int, int, string> Wrong => new()
    {
        { "processes:\n  a: { command: [x, $PORT] }", ErrorCodes.ProjectReferenceUnknown, 2, 21, "$PORT is used and a has no port; give it port: auto" },
        { "processes:\n  a: { shell: echo $PORT, base_env: none }", ErrorCodes.ProjectReferenceUnknown, 2, 15, "$PORT is used and a has no port; give it port: auto" },
        { "processes:\n  a: { shell: \"x ${b.port}\" }\n  b: { shell: x }", ErrorCodes.ProjectReferenceUnknown, 2, 15, "${b.port} is used and b has no port" },
        { "processes:\n  web: { shell: x, env: { A: \"${wbe.port}\" }, port: auto }", ErrorCodes.ProjectReferenceUnknown, 2, 30, "did you mean ${web.port}?" },
        { "processes:\n  a: { shell: \"x ${a.url}\", port: auto }", ErrorCodes.ProjectReferenceUnknown, 2, 15, "${a.port} is all that can be asked for" },
        { "env: { A: \"${b.port}\" }\nprocesses:\n  a: { shell: x }", ErrorCodes.ProjectReferenceUnknown, 1, 11, "names no process" },
        { "processes:\n  a: { shell: x, ready: { log: \"(\" } }", ErrorCodes.ProjectFileInvalid, 2, 32, "ready.log is not a regular expression" },
        { "processes:\n  a: { shell: x, stop: { signal: NOPE } }", ErrorCodes.ProjectFileInvalid, 2, 34, "NOPE" },
        { "processes:\n  a: { shell: x, ready: { log: y, port: 80 } }", ErrorCodes.ProjectFileInvalid, 2, 25, "ready has exactly one of" },
        { "processes:\n  a: { shell: x, restart: { window_ms: 0 } }", ErrorCodes.ProjectFileInvalid, 2, 40, "restart.window_ms is a number from 1" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_leads_nowhere_is_told_with_its_place(string yaml, string code, int line, int column, string message)
    {
        var error = ProjectText.Specs(yaml).Error!;

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"drover.yaml:{line}:{column}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(code, error.Code);
    }

    [Theory]
    [InlineData("PORT=1; x $PORT")]
    [InlineData("read PORT && x ${PORT}")]
    [InlineData(". ./ports && x $PORT")]
    [InlineData("x ${PORT:-80}")]
    [InlineData("x $PORTS")]
    public void A_shell_may_know_a_PORT_that_the_project_does_not(string line) =>
        Assert.Equal(line, ProjectText.Specs($$"""processes: { a: { shell: "{{line}}", base_env: none } }""").Value["a"].Shell);

    [Theory]
    [InlineData("env: { PORT: 1 }")]
    [InlineData("base_env: { PORT: 1 }")]
    public void A_PORT_may_come_from_the_environment(string from) =>
        Assert.Equal("x $PORT", ProjectText.Specs($$"""processes: { a: { shell: "x $PORT", {{from}} } }""").Value["a"].Shell);

    [Fact]
    public void A_PORT_with_a_backslash_is_nobodys_business() =>
        Assert.Equal("x $PORT", ProjectText.Specs("""processes: { a: { shell: 'x \$PORT', base_env: none } }""").Value["a"].Shell);
}

using Drover.Supervision.Spawn;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

public sealed class Environment_of_a_command
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void Names_and_values_of_any_form_arrive_as_they_are(HolderKind kind)
    {
        var odd = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["spring.profiles.active"] = "dev,it's \"local\"",
            ["npm_config_//registry/:x"] = "$(id) `id` \\",
            ["1st"] = "a\nb",
            ["PLAIN"] = "'quoted' $HOME",
            ["EMPTY"] = "",
            ["PWD"] = "/nonexistent",
            ["OLDPWD"] = "/old",
            ["SHLVL"] = "7",
            ["IFS"] = "x",
            ["PS1"] = "$ ",
            ["drover_terminal_"] = "kept",
            ["command"] = "kept",
            ["code"] = "kept",
            ["_"] = "kept",
            ["ünï"] = "cödé 😀",
            ["BASH_FUNC_f%%"] = "() { echo hi; }",
        };
        using var command = Command.Start(kind, Command.Of("/bin/cat", "/proc/self/environ") with { Environment = odd });
        var seen = command.Output().TrimEnd('\0').Split('\0').Select(entry => entry.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Assert.True(Guid.TryParse(seen["DROVER_SESSION_ID"], out _));
        Assert.Equal($"{command.Directory.RunId:D}", seen["DROVER_RUN_ID"]);
        foreach (var (name, value) in odd)
        {
            Assert.Equal(value, Assert.Contains(name, (IReadOnlyDictionary<string, string>)seen));
        }

        Assert.Equal(odd.Count + 2, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_daemons_own_settings_do_not_reach_a_command(HolderKind kind)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DROVER_NOFILE"] = "77",
            ["DROVER_DAEMON"] = "1",
            ["DROVER_RUN_ID"] = "another run",
        };
        using var command = Command.Start(kind, Command.Of("/bin/cat", "/proc/self/environ") with { Environment = environment });
        var seen = command.Output();
        Assert.DoesNotContain("DROVER_NOFILE", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("DROVER_DAEMON", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("another run", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_shows_on_a_command_line_with_the_shell_holder()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin", ["my.secret"] = "hunter2" };
        using var command = Command.Start(HolderKind.Sh, Command.Shell("echo up; exec sleep 1000") with { Environment = environment });
        Command.ReadUntil(command.Run.OutRead, "up\n");
        foreach (var (pid, _) in ProcessAssert.Carrying($"DROVER_RUN_ID={command.Directory.RunId:D}"))
        {
            Assert.DoesNotContain("hunter2", File.ReadAllText($"/proc/{pid}/cmdline"), StringComparison.Ordinal);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(command.Directory.EnvironmentScript));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_name_that_no_system_can_pass_on_is_refused(HolderKind kind)
    {
        using var folder = new TempDir();
        var directory = RunDirectory.Create(folder["runs"], Guid.NewGuid(), withStdin: false);
        foreach (var name in new[] { "", "a=b", "a\0b" })
        {
            var spec = Command.Shell("true") with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "the value" } };
            var result = new Spawner(Command.HolderOf(kind), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)
                .Spawn(spec, directory, new SpawnMarkers(Guid.NewGuid(), directory.RunId));
            Assert.DoesNotContain("the value", Assert.IsType<SpawnResult.SpawnFailed>(result).Message, StringComparison.Ordinal);
        }
    }
}

using Drover.Supervision.Spawn;
using Xunit;

namespace Drover.UnitTests.Supervision.Spawn;

public sealed class ShellEnvironmentTests
{
    [Fact]
    public void What_a_shell_hands_on_as_it_is_needs_no_script() =>
        Assert.Null(ShellEnvironment.ScriptFor(Spec(("PATH", "/bin"), ("a_1", "it's"), ("PWD", "/work"))));

    [Fact]
    public void What_a_shell_drops_or_rewrites_goes_through_env_quoted() =>
        Assert.Equal(
            """
            set -- env 'a.b=it'\''s $x' 'SHLVL=3' 'PWD=/elsewhere' "$@"

            """,
            ShellEnvironment.ScriptFor(Spec(("a.b", "it's $x"), ("SHLVL", "3"), ("PLAIN", "x"), ("PWD", "/elsewhere"))));

    private static ProcessSpec Spec(params (string Name, string Value)[] environment) => new()
    {
        Program = "/bin/true",
        Arguments = [],
        WorkingDirectory = "/work",
        Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
    };
}

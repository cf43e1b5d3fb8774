using System.Collections;

namespace Drover.Cli.Commands.Sessions;

/// <summary>The variables of this shell, which go along with what is started from it.</summary>
internal static class CallerEnvironment
{
    // Set by a running session for its own processes, or by the launcher for this one: not what the caller meant to pass on.
    private static readonly string[] NotInherited = ["DROVER_SESSION_ID", "DROVER_RUN_ID", "DROVER_NOFILE"];

    internal static Dictionary<string, string> Take()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var name in NotInherited)
        {
            variables.Remove(name);
        }

        return variables;
    }
}

using System.Collections;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Processes;

/// <summary>The environment a command's own variables are laid over.</summary>
internal static class BaseVariables
{
    // What tells of the daemon itself: a marker of somebody else's run would get a session stopped with it, and the token is not the children's.
    private static readonly string[] NotInherited = ["DROVER_RUN_ID", "DROVER_SESSION_ID", "DROVER_TOKEN"];

    public static Dictionary<string, string> Of(BaseEnvironment from)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (from.Variables is { } given)
        {
            foreach (var (name, value) in given)
            {
                variables[name] = value;
            }
        }
        else if (from == BaseEnvironment.Daemon)
        {
            foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            {
                variables[(string)entry.Key] = (string?)entry.Value ?? "";
            }
        }

        foreach (var name in NotInherited)
        {
            variables.Remove(name);
        }

        return variables;
    }
}

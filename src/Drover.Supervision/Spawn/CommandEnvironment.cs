using Drover.Supervision.Identity;

namespace Drover.Supervision.Spawn;

/// <summary>The environment a command gets: the spec's, and whose run it is.</summary>
internal static class CommandEnvironment
{
    public const string SessionVariable = "DROVER_SESSION_ID";

    /// <summary>NAME=VALUE for each variable.</summary>
    public static List<string> Of(IReadOnlyDictionary<string, string> environment, SpawnMarkers markers)
    {
        var variables = new List<string>(environment.Count + 2);
        foreach (var (name, value) in environment)
        {
            if (name is not (FileLimit.Variable or SessionVariable or RunMarker.Variable or RunMarker.DaemonVariable))
            {
                variables.Add($"{name}={value}");
            }
        }

        variables.Add($"{SessionVariable}={RunDirectory.Name(markers.SessionId)}");
        variables.Add($"{RunMarker.Variable}={RunDirectory.Name(markers.RunId)}");
        return variables;
    }
}

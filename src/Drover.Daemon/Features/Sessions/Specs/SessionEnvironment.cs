using System.Collections.ObjectModel;
using System.Collections;
using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>
/// Makes a session's complete environment: base, then the environment file, then the spec's own variables, then <c>PORT</c>. It is made
/// anew for every run, so that a changed file counts from the next restart on.
/// </summary>
internal static class SessionEnvironment
{
    // What tells of the daemon itself: a marker of somebody else's run would get a session stopped with it, and the token is not the children's.
    private static readonly string[] NotInherited = ["DROVER_RUN_ID", "DROVER_SESSION_ID", "DROVER_TOKEN"];

    public static Result<ResolvedEnvironment> Resolve(SessionSpec spec, string workingDirectory, IReadOnlyDictionary<string, int> ports)
    {
        var variables = Base(spec.BaseEnv ?? BaseEnvironment.Daemon);
        var own = new SortedSet<string>(spec.Env?.Keys ?? [], StringComparer.Ordinal);
        if (spec.EnvFile is { } file)
        {
            var read = EnvFile.Read(Path.GetFullPath(file, workingDirectory), ErrorCodes.RequestEnvFileUnreadable);
            if (!read.IsSuccess)
            {
                return read.Error!;
            }

            foreach (var (name, value) in read.Value)
            {
                variables[name] = value;
                own.Add(name);
            }
        }

        foreach (var (name, value) in spec.Env ?? ReadOnlyDictionary<string, string>.Empty)
        {
            variables[name] = PortText.Expand(value, ports);
        }

        if (ports.TryGetValue(PortText.OwnPort, out var port))
        {
            variables[PortText.OwnPort] = port.ToString(CultureInfo.InvariantCulture);
        }

        return new ResolvedEnvironment(variables, [.. own]);
    }

    /// <summary>
    /// The names of a session that no start of this daemon has told, because an earlier one started it: those of its environment file, as it is
    /// now, and of its spec. The file may be unreadable by now; the next start will say so.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(SessionPlan plan) =>
        Resolve(plan.Spec, plan.Placed.Cwd, plan.Ports) is { IsSuccess: true, Value: var resolved } ? resolved.OwnNames : [.. (plan.Spec.Env?.Keys ?? []).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Base(BaseEnvironment from)
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

/// <summary>An environment for one run.</summary>
/// <param name="Variables">All of it.</param>
/// <param name="OwnNames">What the session's own file and spec put into it, sorted.</param>
internal sealed record ResolvedEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> OwnNames);

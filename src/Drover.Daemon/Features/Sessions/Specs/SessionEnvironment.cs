using System.Collections.ObjectModel;
using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Configuration;
using Drover.Daemon.Ports;
using Drover.Daemon.Processes;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>
/// Makes a session's complete environment: base, then the environment file, then the spec's own variables, then <c>PORT</c>. It is made
/// anew for every run, so that a changed file counts from the next restart on.
/// </summary>
internal static class SessionEnvironment
{
    public static Result<ResolvedEnvironment> Resolve(SessionSpec spec, string workingDirectory, IReadOnlyDictionary<string, int> ports)
    {
        var variables = BaseVariables.Of(spec.BaseEnv ?? BaseEnvironment.Daemon);
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
}

/// <summary>An environment for one run.</summary>
/// <param name="Variables">All of it.</param>
/// <param name="OwnNames">What the session's own file and spec put into it, sorted.</param>
internal sealed record ResolvedEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> OwnNames);

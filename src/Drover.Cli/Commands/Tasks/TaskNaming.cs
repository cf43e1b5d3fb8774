using System.CommandLine;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>How tasks are named on a command line: by their ids, or as much of the beginning as fits one only.</summary>
internal static class TaskNaming
{
    private const int Shortest = 8;

    internal static Argument<string> One() => Checked(new Argument<string>("task") { Description = "Task: its id, or the beginning of it" });

    internal static Argument<string[]> Several() => Checked(new Argument<string[]>("task") { Description = "Tasks: ids, or beginnings of ids", Arity = ArgumentArity.OneOrMore });

    /// <summary>For each task the beginning of its id that none of the others has; at least eight characters.</summary>
    internal static IReadOnlyDictionary<Guid, string> Short(IEnumerable<AgentTask> tasks)
    {
        var ids = tasks.Select(task => task.Id).Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal).ToList();
        var names = new Dictionary<Guid, string>();
        for (var at = 0; at < ids.Count; at++)
        {
            var id = ids[at].ToString();
            var shared = Math.Max(at > 0 ? Shared(id, ids[at - 1].ToString()) : 0, at + 1 < ids.Count ? Shared(id, ids[at + 1].ToString()) : 0);
            names[ids[at]] = id[..Math.Min(id.Length, Math.Max(Shortest, shared + 1))];
        }

        return names;
    }

    private static int Shared(string one, string other) => one.AsSpan().CommonPrefixLength(other);

    // In a path of HTTP the first would be nothing and the others a step upwards: another call altogether.
    private static T Checked<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is "" or "." or "..") is { } token)
            {
                result.AddError($"\"{token.Value}\" names no task: give its id or the beginning of it, as drover task ls shows it.");
            }
        });
        return argument;
    }
}

using System.Collections.Concurrent;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Terminals;

/// <summary>The terminals there are, ended ones included.</summary>
internal sealed class TerminalRegistry
{
    private readonly ConcurrentDictionary<string, KnownTerminal> _terminals = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<KnownTerminal> All =>
        [.. _terminals.Values.OrderByDescending(terminal => terminal.Plan.CreatedAt).ThenBy(terminal => terminal.Name, StringComparer.Ordinal)];

    public void Add(KnownTerminal terminal) => _terminals[terminal.Name] = terminal;

    /// <returns>False when somebody else has removed it already.</returns>
    public bool Remove(KnownTerminal terminal) => _terminals.TryRemove(terminal.Name, out _);

    /// <param name="id">The id, or the beginning of one that fits only one terminal.</param>
    public Result<KnownTerminal> Find(string id)
    {
        if (_terminals.TryGetValue(id, out var terminal))
        {
            return terminal;
        }

        var fitting = id.Length <= TerminalId.Prefix.Length ? [] : _terminals.Values.Where(candidate => candidate.Name.StartsWith(id, StringComparison.Ordinal)).ToList();
        return fitting switch
        {
            [] => TerminalErrors.NotFound(id),
            [var only] => only,
            _ => TerminalErrors.Ambiguous(id),
        };
    }
}

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>Finds tables in a TOML text by their headers.</summary>
internal static class TomlTables
{
    /// <summary>
    /// The tables <c>[key.name]</c> and all below them, each from its header to the next header that is not of it. Comments that stand
    /// right above the next header belong to that.
    /// </summary>
    /// <exception cref="ClientConfigException">The entry is there in a form that cannot be taken away by whole lines.</exception>
    internal static IReadOnlyList<(int Start, int End)> Find(string text, string key, string name)
    {
        var found = new List<(int, int)>();
        var (start, end) = (-1, 0);
        foreach (var statement in TomlText.Statements(text))
        {
            var isOurs = statement.IsBelow(key, name);
            if (!isOurs && IsInline(text, statement, key, name))
            {
                throw new ClientConfigException($"\"{name}\" is written as an inline value here; please take it out by hand", statement.Line, 1);
            }

            if (!isOurs && start >= 0)
            {
                found.Add((start, end));
                start = -1;
            }

            start = isOurs && start < 0 ? statement.Start : start;
            end = statement.End;
        }

        if (start >= 0)
        {
            found.Add((start, text.Length));
        }

        return found;
    }

    // mcp_servers.drover.command = …, or drover = {…} below [mcp_servers], or mcp_servers = { drover = … }.
    private static bool IsInline(string text, TomlStatement statement, string key, string name) => !statement.IsHeader
        && (statement.FullKey is [var first, var second, ..]
            ? first == key && second == name
            : statement.FullKey is [var only] && only == key && text[statement.ValueStart..statement.ValueEnd].Contains(name, StringComparison.Ordinal));
}

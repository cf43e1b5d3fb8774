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
        var start = -1;
        var keep = 0; // Where trailing comments and empty lines of the table begin.
        string? inString = null;
        string[] path = [];
        var number = 0;
        for (var at = 0; at < text.Length;)
        {
            number++;
            var end = text.IndexOf('\n', at) is >= 0 and var newline ? newline + 1 : text.Length;
            var line = text.AsSpan(at, end - at).Trim();
            if (inString is null && line is ['[', ..])
            {
                path = Path(line);
                var isOurs = path.Length >= 2 && path[0] == key && path[1] == name;
                if (start >= 0 && !isOurs)
                {
                    found.Add((start, keep));
                    start = -1;
                }

                start = isOurs && start < 0 ? at : start;
                keep = end;
            }
            else if (inString is not null || (line is not ['#', ..] && line.Length > 0))
            {
                if (inString is null && start < 0 && IsInline(path, line, key, name))
                {
                    throw new ClientConfigException($"\"{name}\" is written as an inline value here; please take it out by hand", number, 1);
                }

                inString = After(line, inString);
                keep = end;
            }

            at = end;
        }

        if (start >= 0)
        {
            found.Add((start, text.Length));
        }

        return found;
    }

    // [a.b] and ["a"."b"], [[a]] too; a dot inside quotes is no dot.
    private static string[] Path(ReadOnlySpan<char> header)
    {
        var inner = header.ToString().Split('#')[0].Trim().Trim('[', ']');
        return [.. inner.Split('.').Select(part => part.Trim().Trim('"', '\''))];
    }

    // mcp_servers.drover.command = …, or drover = {…} below [mcp_servers], or mcp_servers = { drover = … }.
    private static bool IsInline(string[] table, ReadOnlySpan<char> line, string key, string name)
    {
        var equals = line.IndexOf('=');
        if (equals < 0)
        {
            return false;
        }

        string[] full = [.. table, .. Path(line[..equals])];
        return full.Length >= 2 ? full[0] == key && full[1] == name : full is [var only] && only == key && line[equals..].Contains(name, StringComparison.Ordinal);
    }

    // Strings over several lines may hold anything, headers included.
    private static string? After(ReadOnlySpan<char> line, string? open)
    {
        while (true)
        {
            if (open is not null)
            {
                var close = line.IndexOf(open);
                if (close < 0)
                {
                    return open;
                }

                line = line[(close + 3)..];
            }

            var (basic, literal) = (line.IndexOf("\"\"\""), line.IndexOf("'''"));
            if (basic < 0 && literal < 0)
            {
                return null;
            }

            var isBasic = basic >= 0 && (literal < 0 || basic < literal);
            open = isBasic ? "\"\"\"" : "'''";
            line = line[((isBasic ? basic : literal) + 3)..];
        }
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>
/// JSON with comments: <c>{ "mcpServers": { "drover": { "command": "/home/me/.local/bin/drover", "args": ["mcp"] } } }</c>. The text is
/// edited in place, so comments, order, indentation and line ends of everything else stay as they are.
/// </summary>
/// <param name="key">The member that holds the servers.</param>
/// <param name="withType">Whether an entry says its transport.</param>
internal sealed class JsonClientConfig(string key, bool withType) : IClientConfig
{
    private const string DefaultUnit = "  ";
    private const string Environment = "env";

    private static readonly string[] Addresses = ["url", "httpUrl", "serverUrl"];

    // Paths stay readable: a plus sign or an umlaut needs no escape in a file.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Add(string text, ServerEntry entry)
    {
        var wanted = entry.ToJson(withType);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Lines(new JsonObject { [key] = new JsonObject { [ServerEntry.Name] = wanted } }, DefaultUnit, "") + "\n";
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (JsonText.IsTrivia(bytes))
        {
            return Add($"{text.TrimEnd()}{Newline(bytes)}{{}}{Newline(bytes)}", entry);
        }

        var root = JsonText.Root(bytes);
        var unit = Unit(bytes, root);
        if (root.Members.FirstOrDefault(member => member.Name == key) is not { } holder)
        {
            return Insert(bytes, root, key, new JsonObject { [ServerEntry.Name] = wanted }, unit, depth: 1);
        }

        var servers = JsonText.ObjectAt(bytes, holder.ValueStart);
        if (servers.Members.FirstOrDefault(member => member.Name == ServerEntry.Name) is not { } known)
        {
            return Insert(bytes, servers, ServerEntry.Name, wanted, unit, depth: 2);
        }

        return known.IsObject
            ? Update(text, unit, entry)
            : Splice(bytes, known.ValueStart, known.End, Lines(wanted, unit, JsonText.IndentOf(bytes, known.Start) ?? Repeat(unit, 2)).ReplaceLineEndings(Newline(bytes)));
    }

    // What the user has added to the entry stays: trust, includeTools, variables. An address would say another transport than the command does.
    private string Update(string text, string unit, ServerEntry entry)
    {
        foreach (var (name, value) in entry.ToJson(withType).Where(member => member.Key != Environment))
        {
            text = Set(text, unit, [key, ServerEntry.Name], name, value!);
        }

        foreach (var name in Addresses)
        {
            text = Unset(text, [key, ServerEntry.Name], name);
        }

        if (!withType && JsonText.Find(Encoding.UTF8.GetBytes(text), [key, ServerEntry.Name])!.Members.Any(member => member.Name == "type"))
        {
            text = Set(text, unit, [key, ServerEntry.Name], "type", "stdio");
        }

        if (entry.Environment.Count == 0)
        {
            var withoutHome = Unset(text, [key, ServerEntry.Name, Environment], ServerEntry.HomeVariable);
            var isLast = withoutHome != text && JsonText.Find(Encoding.UTF8.GetBytes(withoutHome), [key, ServerEntry.Name, Environment]) is { Members.Count: 0 };
            return isLast ? Unset(withoutHome, [key, ServerEntry.Name], Environment) : withoutHome;
        }

        if (JsonText.Find(Encoding.UTF8.GetBytes(text), [key, ServerEntry.Name, Environment]) is null)
        {
            return Set(text, unit, [key, ServerEntry.Name], Environment, entry.ToJson(withType)[Environment]!);
        }

        foreach (var (name, value) in entry.Environment)
        {
            text = Set(text, unit, [key, ServerEntry.Name, Environment], name, value);
        }

        return text;
    }

    private static string Set(string text, string unit, string[] path, string name, JsonNode value)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var parent = JsonText.Find(bytes, path)!;
        if (parent.Members.FirstOrDefault(member => member.Name == name) is not { } known)
        {
            return Insert(bytes, parent, name, value, unit, path.Length + 1);
        }

        var old = JsonNode.Parse(bytes.AsSpan(known.ValueStart, known.End - known.ValueStart), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return JsonNode.DeepEquals(old, value)
            ? text
            : Splice(bytes, known.ValueStart, known.End, Lines(value, unit, JsonText.IndentOf(bytes, known.Start) ?? Repeat(unit, path.Length + 1)).ReplaceLineEndings(Newline(bytes)));
    }

    private static string Unset(string text, string[] path, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return JsonText.Find(bytes, path) is { } parent && parent.Members.FirstOrDefault(member => member.Name == name) is { } known ? Cut(bytes, parent, known) : text;
    }

    public string Remove(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (JsonText.IsTrivia(bytes))
        {
            return text;
        }

        var root = JsonText.Root(bytes);
        if (root.Members.FirstOrDefault(member => member.Name == key) is not { IsObject: true } holder)
        {
            return text;
        }

        var servers = JsonText.ObjectAt(bytes, holder.ValueStart);
        if (servers.Members.FirstOrDefault(member => member.Name == ServerEntry.Name) is not { } known)
        {
            return text;
        }

        // An empty holder goes with the entry where the file has something else in it. Never the whole file: it may have been there before, empty.
        return !IsAlone(bytes, servers, known) ? Cut(bytes, servers, known)
            : root.Members.Count > 1 || !IsAlone(bytes, root, holder) ? Cut(bytes, root, holder)
            : Splice(bytes, servers.Open + 1, servers.Close, "");
    }

    private static bool IsAlone(byte[] text, JsonSpan parent, JsonMember member)
    {
        var behind = JsonText.SkipTrivia(text, member.End);
        return parent.Members.Count == 1
            && IsBlank(text.AsSpan(parent.Open + 1, member.Start - parent.Open - 1))
            && IsBlank(text.AsSpan(member.End, parent.Close - member.End).Trim(" \t\r\n,"u8))
            && (text[behind] == (byte)',' || behind == parent.Close);
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(" \t\r\n"u8);

    private static string Insert(byte[] text, JsonSpan parent, string name, JsonNode value, string unit, int depth)
    {
        var newline = Newline(text);
        var indent = parent.Members.Count > 0 ? JsonText.IndentOf(text, parent.Members[0].Start) ?? Repeat(unit, depth) : Repeat(unit, depth);
        var member = $"{newline}{indent}{JsonSerializer.Serialize(name, Indented)}: {Lines(value, unit, indent).ReplaceLineEndings(newline)}";
        if (parent.Members.Count == 0)
        {
            var outer = JsonText.IndentOf(text, parent.Close) ?? Repeat(unit, depth - 1);
            var blanks = text.AsSpan(0, parent.Close).TrimEnd(" \t\r\n"u8).Length;
            return Splice(text, blanks, parent.Close, member + newline + outer);
        }

        // The comma belongs right behind the value; the new member behind the comment that may follow on the same line.
        var last = parent.Members[^1];
        var comma = JsonText.SkipTrivia(text, last.End);
        var hasComma = text[comma] == (byte)',';
        var lineEnd = EndOfLine(text, hasComma ? comma + 1 : last.End, parent.Close);
        var closesOnSameLine = lineEnd == parent.Close;
        lineEnd = closesOnSameLine ? text.AsSpan(0, lineEnd).TrimEnd(" \t"u8).Length : lineEnd;
        var withMember = Splice(text, lineEnd, closesOnSameLine ? parent.Close : lineEnd, member + (hasComma ? "," : "") + (closesOnSameLine ? newline + Repeat(unit, depth - 1) : ""));
        return hasComma ? withMember : Splice(Encoding.UTF8.GetBytes(withMember), last.End, last.End, ",");
    }

    private static string Cut(byte[] text, JsonSpan parent, JsonMember member)
    {
        var index = parent.Members.ToList().IndexOf(member);
        var comma = JsonText.SkipTrivia(text, member.End);
        var hasComma = text[comma] == (byte)',';
        var end = hasComma ? comma + 1 : member.End;
        var start = text.AsSpan(0, member.Start).TrimEnd(" \t\r\n"u8).Length;
        if (JsonText.IndentOf(text, member.Start) is null && (hasComma || index == 0))
        {
            start = member.Start;
        }

        var cut = Splice(text, start, end, "");
        if (hasComma || index == 0)
        {
            return cut;
        }

        // It was the last: the comma in front of it was there for it.
        var before = JsonText.SkipTrivia(text, parent.Members[index - 1].End);
        return Splice(Encoding.UTF8.GetBytes(cut), before, before + 1, "");
    }

    private static int EndOfLine(ReadOnlySpan<byte> text, int from, int limit)
    {
        var end = from;
        while (end < limit && text[end] is not ((byte)'\n' or (byte)'\r'))
        {
            // A comment that goes on in the next line ends this one behind it.
            end = text[end..].StartsWith("/*"u8) || text[end..].StartsWith("//"u8) ? CommentEnd(text, end) : end + 1;
        }

        return end;
    }

    private static int CommentEnd(ReadOnlySpan<byte> text, int start)
    {
        var isLine = text[start + 1] == (byte)'/';
        var length = isLine ? text[start..].IndexOfAny((byte)'\r', (byte)'\n') : text[(start + 2)..].IndexOf("*/"u8) + 4;
        return length < 0 ? text.Length : start + length;
    }

    private static string Newline(ReadOnlySpan<byte> text) => text.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";

    // One level of indentation, as the file has it.
    private static string Unit(byte[] text, JsonSpan root) =>
        root.Members.Count > 0 && JsonText.IndentOf(text, root.Members[0].Start) is { Length: > 0 } unit ? unit : DefaultUnit;

    private static string Repeat(string unit, int times) => string.Concat(Enumerable.Repeat(unit, times));

    private static string Lines(JsonNode value, string unit, string indent)
    {
        var lines = value.ToJsonString(Indented).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var depth = 0;
        for (var n = 0; n < lines.Length; n++)
        {
            depth -= lines[n][0] is '}' or ']' ? 1 : 0;
            var opens = lines[n][^1] is '{' or '[';
            lines[n] = (n == 0 ? "" : indent + Repeat(unit, depth)) + lines[n];
            depth += opens ? 1 : 0;
        }

        return string.Join('\n', lines);
    }

    private static string Splice(byte[] text, int start, int end, string replacement) =>
        Encoding.UTF8.GetString(text.AsSpan(0, start)) + replacement + Encoding.UTF8.GetString(text.AsSpan(end));
}

using System.Text;
using System.Text.Json;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>One object of a JSON text with comments: where it and its members stand, in UTF-8 bytes.</summary>
/// <param name="Open">Its opening brace.</param>
/// <param name="Close">Its closing brace.</param>
/// <param name="Members">Its members in order.</param>
internal sealed record JsonSpan(int Open, int Close, IReadOnlyList<JsonMember> Members);

/// <summary>One member of an object.</summary>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="Start">Where its name begins, the quote included.</param>
/// <param name="ValueStart">Where its value begins.</param>
/// <param name="End">Behind its value.</param>
/// <param name="IsObject">Whether the value is an object.</param>
internal sealed record JsonMember(string Name, int Start, int ValueStart, int End, bool IsObject);

/// <summary>Finds places in a JSON text that may have comments and trailing commas, as the clients' own editors write it.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The object that begins at an offset.</summary>
    /// <exception cref="ClientConfigException">The text is no JSON, or no object begins there.</exception>
    internal static JsonSpan ObjectAt(byte[] text, int offset)
    {
        var reader = new Utf8JsonReader(text.AsSpan(offset), Lenient);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw At(text, offset + (int)reader.TokenStartIndex, "an object was expected here");
            }

            var open = offset + (int)reader.TokenStartIndex;
            var members = new List<JsonMember>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                var start = offset + (int)reader.TokenStartIndex;
                reader.Read();
                var (valueStart, isObject) = (offset + (int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.StartObject);
                reader.Skip();
                members.Add(new JsonMember(name, start, valueStart, offset + (int)reader.BytesConsumed, isObject));
            }

            return new JsonSpan(open, offset + (int)reader.TokenStartIndex, members);
        }
        catch (JsonException broken)
        {
            var line = (broken.LineNumber ?? 0) + 1 + text.AsSpan(0, offset).Count((byte)'\n');
            throw new ClientConfigException(broken.Message.Split(" LineNumber")[0], line, (broken.BytePositionInLine ?? 0) + 1);
        }
    }

    /// <summary>The object behind a path of names; null when there is none.</summary>
    internal static JsonSpan? Find(byte[] text, IReadOnlyList<string> path)
    {
        var at = Root(text);
        foreach (var name in path)
        {
            if (at.Members.FirstOrDefault(member => member.Name == name) is not { IsObject: true } next)
            {
                return null;
            }

            at = ObjectAt(text, next.ValueStart);
        }

        return at;
    }

    /// <summary>Checks that the whole text is one object and nothing more.</summary>
    /// <exception cref="ClientConfigException">It is not.</exception>
    internal static JsonSpan Root(byte[] text)
    {
        var root = ObjectAt(text, 0);
        var rest = SkipTrivia(text, root.Close + 1);
        return rest == text.Length ? root : throw At(text, rest, "there is something behind the end of the object");
    }

    /// <summary>Whether a text has nothing but spaces and whole comments.</summary>
    internal static bool IsTrivia(ReadOnlySpan<byte> text) => SkipTrivia(text, 0) == text.Length;

    /// <summary>The next byte that is neither space nor comment.</summary>
    internal static int SkipTrivia(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }
            else if (text[at..].StartsWith("//"u8))
            {
                var end = text[at..].IndexOf((byte)'\n');
                at = end < 0 ? text.Length : at + end;
            }
            else if (text[at..].StartsWith("/*"u8))
            {
                var end = text[(at + 2)..].IndexOf("*/"u8);
                if (end < 0)
                {
                    return at;
                }

                at += end + 4;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>The blanks in front of an offset, back to the beginning of its line; null when something else stands there.</summary>
    internal static string? IndentOf(ReadOnlySpan<byte> text, int offset)
    {
        var start = text[..offset].LastIndexOf((byte)'\n') + 1;
        var blanks = text[start..offset];
        return blanks.ContainsAnyExcept((byte)' ', (byte)'\t') ? null : Encoding.UTF8.GetString(blanks);
    }

    private static ClientConfigException At(ReadOnlySpan<byte> text, int offset, string message)
    {
        var before = text[..Math.Min(offset, text.Length)];
        return new ClientConfigException(message, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }
}

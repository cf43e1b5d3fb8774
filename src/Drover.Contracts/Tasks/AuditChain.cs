using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Drover.Contracts.Tasks;

/// <summary>
/// The chain of hashes of an audit export. Each line is a compact JSON object that ends with two members: <c>prev</c>, the hash of the line before it, and
/// <c>hash</c>, the SHA-256, in lower-case hex, over <c>prev</c> followed by the line without its <c>hash</c>. So a line that was changed, taken out, put in
/// or moved breaks the chain where that was done; only lines cut off the end are not noticed.
/// </summary>
public static class AuditChain
{
    /// <summary><c>prev</c> of the first line.</summary>
    public static readonly string Beginning = new('0', 64);

    private const string HashMember = ",\"hash\":\"";
    private const int HexDigits = 64;
    private const string Tail = "\"}";

    /// <summary>Makes a line of an entry.</summary>
    /// <param name="previous">Hash of the line before it, or <see cref="Beginning"/>.</param>
    /// <param name="entry">The entry: a compact JSON object with at least one member, without line breaks, <c>prev</c> and <c>hash</c>.</param>
    /// <param name="hash">Its hash, for the line behind it.</param>
    /// <returns>The line, without a newline.</returns>
    public static string Seal(string previous, string entry, out string hash)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry);
        var unsealed = $"{entry[..^1]},\"prev\":\"{previous}\"}}";
        hash = Hash(previous, unsealed);
        return $"{unsealed[..^1]}{HashMember}{hash}{Tail}";
    }

    /// <summary>Looks whether a line is as it was sealed, behind the one before it.</summary>
    /// <param name="line">The line, without its newline.</param>
    /// <param name="previous">Hash of the line before it; null for the first of a file, which may be a part of an export.</param>
    /// <param name="hash">Its hash, when it is right.</param>
    /// <returns>What is wrong, in a sentence; null when it is right.</returns>
    public static string? FindBreak(string line, string? previous, out string hash)
    {
        ArgumentNullException.ThrowIfNull(line);
        hash = "";
        var at = line.Length - HashMember.Length - HexDigits - Tail.Length;
        if (at < 0 || !line.EndsWith(Tail, StringComparison.Ordinal) || string.CompareOrdinal(line, at, HashMember, 0, HashMember.Length) != 0)
        {
            return "It is no line of an audit export: it does not end with its hash.";
        }

        var unsealed = line[..at] + "}";
        if (PreviousOf(unsealed) is not { } prev)
        {
            return "It is no line of an audit export: it does not name the hash of the line before it.";
        }

        var told = line.Substring(at + HashMember.Length, HexDigits);
        if (!string.Equals(Hash(prev, unsealed), told, StringComparison.Ordinal))
        {
            return "It was changed: its hash is another.";
        }

        if (previous is not null && !string.Equals(prev, previous, StringComparison.Ordinal))
        {
            return "It does not follow the line before it: lines were taken out, put in or moved.";
        }

        hash = told;
        return null;
    }

    private static string Hash(string previous, string unsealed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + unsealed)));

    private static string? PreviousOf(string unsealed)
    {
        try
        {
            using var json = JsonDocument.Parse(unsealed);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("prev", out var prev) && prev.ValueKind == JsonValueKind.String ? prev.GetString() : null;
        }
        catch (JsonException)
        {
            // Told by whoever asked.
            return null;
        }
    }
}

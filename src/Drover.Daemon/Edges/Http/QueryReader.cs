using System.Globalization;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// Reads query parameters and remembers the first thing wrong with them. Ask for every parameter, then look at <see cref="Check"/>, which also
/// refuses names nobody asked for: a misspelt filter that is silently ignored looks like an answer.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly List<string> _known = [];
    private Error? _error;

    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            Fail(name, $"{name} is given {values.Count} times.");
        }

        return values[^1];
    }

    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
        {
            Fail(name, $"{name} is a whole number from {min} to {max}, not \"{text}\".");
            return null;
        }

        return number;
    }

    /// <summary>0 or 1 (also true and false).</summary>
    public bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "0" or "false":
                return false;
            case "1" or "true":
                return true;
            case var text:
                Fail(name, $"{name} is 0 or 1, not \"{text}\".");
                return false;
        }
    }

    public string? OneOf(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var word in words)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
            {
                return word;
            }
        }

        Fail(name, $"{name} is one of {string.Join(", ", words.ToArray())}, not \"{text}\".");
        return null;
    }

    /// <summary>For checks of the caller's own, e.g. a duration.</summary>
    public void Fail(string name, string message, string code = ErrorCodes.RequestInvalidValue) =>
        _error ??= new Error(code, message, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = name });

    public Error? Check()
    {
        foreach (var name in query.Keys)
        {
            if (!_known.Contains(name, StringComparer.Ordinal))
            {
                Fail(
                    name,
                    _known.Count == 0 ? $"There is no parameter {name}; this call takes none." : $"There is no parameter {name}, only {string.Join(", ", _known)}.",
                    ErrorCodes.RequestUnknownParameter);
            }
        }

        return _error;
    }
}

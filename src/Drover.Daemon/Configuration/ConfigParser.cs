using System.Globalization;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Configuration;

/// <summary>Turns settings into typed values and remembers the first that is wrong.</summary>
internal sealed class ConfigParser(DaemonConfig config)
{
    public Error? Error { get; private set; }

    public string? Text(ConfigKey key) => string.IsNullOrWhiteSpace(config[key].Value) ? null : config[key].Value!.Trim();

    public IReadOnlyList<string> List(ConfigKey key) =>
        Text(key)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public Uri? Url(ConfigKey key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
        {
            return url;
        }

        Fail(key, "an address that begins with http:// or https://");
        return null;
    }

    public bool Flag(ConfigKey key)
    {
        switch (Text(key)?.ToLowerInvariant())
        {
            case "true" or "1" or "on" or "yes":
                return true;
            case "false" or "0" or "off" or "no":
                return false;
            default:
                Fail(key, "true or false");
                return false;
        }
    }

    public long Number(ConfigKey key, long min, long max)
    {
        if (long.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Fail(key, $"a whole number from {min} to {max}");
        return min;
    }

    /// <summary>Bytes: <c>65536</c>, <c>64KiB</c>, <c>10MB</c>, <c>2GiB</c>.</summary>
    public long Size(ConfigKey key, long min, long max)
    {
        if (ByteSize.TryParse(Text(key), out var bytes) && bytes >= min && bytes <= max)
        {
            return bytes;
        }

        Fail(key, $"a size from {min} to {max} bytes, e.g. 64KiB, 10MB or 2GiB");
        return min;
    }

    public TEnum Word<TEnum>(ConfigKey key, params ReadOnlySpan<TEnum> words)
        where TEnum : struct, Enum
    {
        foreach (var word in words)
        {
            if (string.Equals(Enum.GetName(word), Text(key), StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        Fail(key, "one of " + string.Join(", ", words.ToArray().Select(word => Enum.GetName(word)!.ToLowerInvariant())));
        return words[0];
    }

    public void Fail(ConfigKey key, string expected) => Error ??= config[key].Wrong(expected);
}

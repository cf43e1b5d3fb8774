using Drover.Contracts.Errors;

namespace Drover.Daemon.Configuration;

/// <summary>A key's value and where it came from.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its text; null when it has none.</param>
/// <param name="Source"><c>default</c>, <c>file:PATH</c>, <c>env:NAME</c> or <c>flag</c>.</param>
/// <param name="Place">The same for people, with the line in the file.</param>
internal sealed record ConfigSetting(ConfigKey Key, string? Value, string Source, string Place)
{
    public Error Wrong(string expected) => new(
        ErrorCodes.DaemonConfigInvalid,
        $"{Key.Name} is {expected}, not \"{(Key.Secret ? "***" : Value)}\" ({Place}).",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = Key.Name, ["source"] = Source });
}

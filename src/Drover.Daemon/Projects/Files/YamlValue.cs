namespace Drover.Daemon.Projects.Files;

/// <summary>A piece of YAML that knows where it stands.</summary>
internal abstract record YamlValue(Place At)
{
    /// <summary>What it is, for people who wrote something else.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar. What it means is decided by the key it stands behind: <c>8080</c> is a number for a port and a text for a variable.</summary>
internal sealed record YamlText(string Text, bool IsPlain, Place At) : YamlValue(At)
{
    public override string Kind => IsEmpty ? "nothing" : "a text";

    /// <summary>Written as nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsEmpty => IsPlain && Text is "" or "~" or "null";
}

internal sealed record YamlList(IReadOnlyList<YamlValue> Items, Place At) : YamlValue(At)
{
    public override string Kind => "a list";
}

internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, Place At) : YamlValue(At)
{
    public override string Kind => "a mapping";
}

internal sealed record YamlEntry(YamlText Key, YamlValue Value);

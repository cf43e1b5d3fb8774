namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>What a script has said of its variables so far. A value of null: it was set, to something that only the shell will know.</summary>
internal sealed class ShellScope
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public void Set(string name, string? value) => _values[name] = value?.Contains(ShellWord.Unknown, StringComparison.Ordinal) == true ? null : value;

    public bool Has(string name) => _values.ContainsKey(name);

    public string? ValueOf(string name) => _values.GetValueOrDefault(name);
}

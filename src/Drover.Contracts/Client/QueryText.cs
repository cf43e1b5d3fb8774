using System.Text;

namespace Drover.Contracts.Client;

/// <summary>Builds <c>?name=value&amp;…</c>, leaving out what is null.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    internal QueryText Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}

namespace Drover.Contracts.Client;

/// <summary>A successful answer: its JSON as it came, and the record it stands for, read when asked for.</summary>
/// <typeparam name="T">Record of the answer.</typeparam>
public sealed class Answer<T>
    where T : class
{
    private readonly Func<ReadOnlyMemory<byte>, T> _read;
    private T? _value;

    internal Answer(ReadOnlyMemory<byte> json, Func<ReadOnlyMemory<byte>, T> read) => (Json, _read) = (json, read);

    /// <summary>The body, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The record.</summary>
    /// <exception cref="System.Text.Json.JsonException">The body is not what this version understands.</exception>
    public T Value => _value ??= _read(Json);
}

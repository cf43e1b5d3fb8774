namespace Drover.Contracts.Errors;

/// <summary>An expected failure.</summary>
/// <param name="Code">Stable code out of the catalogue.</param>
/// <param name="Message">What is wrong with this call and what to do next.</param>
/// <param name="Details">More about it by name.</param>
public sealed record Error(string Code, string Message, IReadOnlyDictionary<string, string>? Details = null);

/// <summary>A value or an expected failure. Bugs are exceptions, failures are values.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    /// <summary>The failure; null on success.</summary>
    public Error? Error { get; }

    /// <summary>True when there is a value.</summary>
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: reading it without looking is a bug.</exception>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"No value: {Error.Code}: {Error.Message}");

    /// <summary>Success.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Failure.</summary>
    /// <param name="error">What went wrong.</param>
    public static implicit operator Result<T>(Error error) => new(default, error);
}

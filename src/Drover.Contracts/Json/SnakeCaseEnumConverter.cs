using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Json;

/// <summary>Writes an enum as <c>snake_case</c> text, the form every word on the wire has.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

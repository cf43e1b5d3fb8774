using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Json;

/// <summary>Writes an enum as <c>kebab-case</c> text: the words of tasks, which other programs knew first.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

using System.Text.Json.Serialization;

namespace Drover.Daemon.Projects.Tools;

/// <summary>Arguments and answers of the project tools. Numbers may come as text: models write them so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProjectUpArguments))]
[JsonSerializable(typeof(ProjectStatusArguments))]
[JsonSerializable(typeof(ProjectAnswer))]
internal sealed partial class ProjectToolJson : JsonSerializerContext;

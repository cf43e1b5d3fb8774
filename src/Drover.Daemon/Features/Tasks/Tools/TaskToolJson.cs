using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>Arguments and answers of the task tools. Numbers may come as text: models write them so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CreateTaskArguments))]
[JsonSerializable(typeof(TaskArguments))]
[JsonSerializable(typeof(TaskStatusArguments))]
[JsonSerializable(typeof(TaskEventsArguments))]
[JsonSerializable(typeof(TaskReplyArguments))]
[JsonSerializable(typeof(TaskDiffArguments))]
[JsonSerializable(typeof(TaskMergeArguments))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskStatusAnswer))]
[JsonSerializable(typeof(TaskEventsAnswer))]
[JsonSerializable(typeof(TaskDiffAnswer))]
internal sealed partial class TaskToolJson : JsonSerializerContext;

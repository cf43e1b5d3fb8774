using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>Arguments and answers of the job tools. Numbers may come as text: models write them so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunArguments))]
[JsonSerializable(typeof(ListJobsArguments))]
[JsonSerializable(typeof(CancelArguments))]
[JsonSerializable(typeof(JobOutputArguments))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(JobListing))]
internal sealed partial class JobToolJson : JsonSerializerContext;

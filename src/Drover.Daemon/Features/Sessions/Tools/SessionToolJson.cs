using System.Text.Json.Serialization;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Arguments and answers of the session tools. Numbers may come as text: models write them so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProcessArguments))]
[JsonSerializable(typeof(StartArguments))]
[JsonSerializable(typeof(StopArguments))]
[JsonSerializable(typeof(RestartArguments))]
[JsonSerializable(typeof(WaitForArguments))]
[JsonSerializable(typeof(ListArguments))]
[JsonSerializable(typeof(OutputArguments))]
[JsonSerializable(typeof(InputArguments))]
[JsonSerializable(typeof(SearchArguments))]
[JsonSerializable(typeof(EventArguments))]
[JsonSerializable(typeof(ProcessListing))]
[JsonSerializable(typeof(ProcessStatus))]
[JsonSerializable(typeof(ProcessOutcome))]
[JsonSerializable(typeof(ProcessOutput))]
[JsonSerializable(typeof(ProcessLogPaths))]
[JsonSerializable(typeof(InputSent))]
[JsonSerializable(typeof(FoundLines))]
[JsonSerializable(typeof(EventListing))]
internal sealed partial class SessionToolJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Jobs;

/// <summary>JSON of the jobs' rows and run directories.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(JobPayload))]
internal sealed partial class JobJson : JsonSerializerContext;

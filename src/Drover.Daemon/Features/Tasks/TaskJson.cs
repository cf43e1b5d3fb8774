using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Worktrees;

namespace Drover.Daemon.Features.Tasks;

/// <summary>How tasks are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaskSpec))]
[JsonSerializable(typeof(TaskAttempt))]
[JsonSerializable(typeof(TaskApproval))]
[JsonSerializable(typeof(TaskComment))]
[JsonSerializable(typeof(IReadOnlyList<TaskCheck>))]
[JsonSerializable(typeof(IReadOnlyList<Guid>))]
[JsonSerializable(typeof(Worktree))]
[JsonSerializable(typeof(TaskPayload))]
[JsonSerializable(typeof(EgressDoor))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class TaskJson : JsonSerializerContext;

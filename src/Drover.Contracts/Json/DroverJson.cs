using System.Text.Json.Serialization;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Friendly;
using Drover.Contracts.Jobs;
using Drover.Contracts.Logs;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Contracts.Suggestions;
using Drover.Contracts.Tasks;
using Drover.Contracts.Tests;
using Drover.Contracts.Terminals;
using Drover.Contracts.Workspaces;

namespace Drover.Contracts.Json;

/// <summary>Source-generated JSON for every record on the wire: snake_case, unknown fields and a field that stands twice refused, null where there is nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = false)]
[JsonSerializable(typeof(SessionSpec))]
[JsonSerializable(typeof(SessionCreated))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SessionActed))]
[JsonSerializable(typeof(RestartRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(SignalRequest))]
[JsonSerializable(typeof(StdinRequest))]
[JsonSerializable(typeof(StdinWritten))]
[JsonSerializable(typeof(WaitRequest))]
[JsonSerializable(typeof(WaitResult))]
[JsonSerializable(typeof(PruneRequest))]
[JsonSerializable(typeof(PruneResult))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(MergedLogPage))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(LogGapRecord))]
[JsonSerializable(typeof(LogTruncatedRecord))]
[JsonSerializable(typeof(DroverEvent))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(DaemonStatus))]
[JsonSerializable(typeof(DaemonStopRequest))]
[JsonSerializable(typeof(DaemonStopping))]
[JsonSerializable(typeof(ConfigView))]
[JsonSerializable(typeof(ProjectUpRequest))]
[JsonSerializable(typeof(ProjectDownRequest))]
[JsonSerializable(typeof(ProjectChanges))]
[JsonSerializable(typeof(ProjectStatus))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(IReadOnlyList<Job>))]
[JsonSerializable(typeof(JobFrame))]
[JsonSerializable(typeof(JobStartFrame))]
[JsonSerializable(typeof(JobExitFrame))]
[JsonSerializable(typeof(JobCancelled))]
[JsonSerializable(typeof(IReadOnlyList<RecentCommand>))]
[JsonSerializable(typeof(IReadOnlyList<FriendlyCommand>))]
[JsonSerializable(typeof(TestRequest))]
[JsonSerializable(typeof(TestResultFrame))]
[JsonSerializable(typeof(SuggestRequest))]
[JsonSerializable(typeof(Suggestion))]
[JsonSerializable(typeof(TerminalRequest))]
[JsonSerializable(typeof(TerminalCreated))]
[JsonSerializable(typeof(Terminal))]
[JsonSerializable(typeof(IReadOnlyList<Terminal>))]
[JsonSerializable(typeof(TerminalControl))]
[JsonSerializable(typeof(TerminalNotice))]
[JsonSerializable(typeof(TerminalEnd))]
[JsonSerializable(typeof(RegisterWorkspace))]
[JsonSerializable(typeof(Workspace))]
[JsonSerializable(typeof(IReadOnlyList<Workspace>))]
[JsonSerializable(typeof(IReadOnlyList<Runner>))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(IReadOnlyList<AgentTask>))]
[JsonSerializable(typeof(TaskEvent))]
[JsonSerializable(typeof(TaskPolicy))]
[JsonSerializable(typeof(EffectivePolicy))]
[JsonSerializable(typeof(IReadOnlyList<TaskEvent>))]
[JsonSerializable(typeof(CreateTaskRequest))]
[JsonSerializable(typeof(ApproveTaskRequest))]
[JsonSerializable(typeof(ReplyToTaskRequest))]
[JsonSerializable(typeof(CommentOnTaskRequest))]
[JsonSerializable(typeof(TaskComment))]
[JsonSerializable(typeof(ExtendTaskRequest))]
[JsonSerializable(typeof(CleanupTaskRequest))]
[JsonSerializable(typeof(TaskActed))]
[JsonSerializable(typeof(TaskDiff))]
[JsonSerializable(typeof(MergeTaskRequest))]
[JsonSerializable(typeof(UpdateTaskRequest))]
[JsonSerializable(typeof(PushTaskRequest))]
public sealed partial class DroverJson : JsonSerializerContext;

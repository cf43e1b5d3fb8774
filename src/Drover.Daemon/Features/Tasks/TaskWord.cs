using System.Text.Json;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks;

/// <summary>States as they are written.</summary>
internal static class TaskWord
{
    public static string Of(TaskState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}

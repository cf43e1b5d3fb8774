using System.Text.Json;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>
/// Whether anything is left to be done when a turn ends. A message that was said during a turn is either taken into it, which the agent tells by repeating it,
/// or gets a turn of its own. Agents that work in the background begin another turn when they are done; what runs there otherwise (a server) does not count.
/// </summary>
internal sealed class ClaudeWork
{
    private readonly HashSet<string> _background = new(StringComparer.Ordinal);
    private int _said;
    private int _taken;
    private int _answered;
    private bool _queued;

    public bool IsDone => Math.Max(_taken, _answered) >= _said && !_queued && _background.Count == 0;

    /// <summary>Whether agents have worked in the background: the end of one may begin a turn after a result.</summary>
    public bool HadAgents { get; private set; }

    public void Said() => _said++;

    public void Taken() => _taken++;

    /// <summary>A turn has ended. One that the end of a background task began answers no message.</summary>
    public void Answered(JsonElement result)
    {
        _answered += result.Child("origin")?.Text("kind") == "task-notification" ? 0 : 1;
        _queued = result.Number("queued_turn_count") > 0;
    }

    public void Note(string? subtype, JsonElement line)
    {
        if (subtype == "background_tasks_changed")
        {
            _background.Clear();
            _background.UnionWith(line.Items("tasks").Where(IsAgent).Select(task => task.Text("task_id")).OfType<string>());
            HadAgents |= _background.Count > 0;
            return;
        }

        if (line.Text("task_id") is not { } id)
        {
            return;
        }

        switch (subtype)
        {
            case "task_started" when IsAgent(line):
                _background.Add(id);
                HadAgents = true;
                break;
            case "task_notification":
                _background.Remove(id);
                break;
            case "task_updated" when (line.Child("patch")?.Text("status") ?? line.Text("status")) is "completed" or "failed" or "stopped" or "killed":
                _background.Remove(id);
                break;
        }
    }
    private static bool IsAgent(JsonElement task) => task.Text("task_type")?.Contains("agent", StringComparison.Ordinal) == true;
}

using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <content>What only a command with a terminal knows.</content>
internal sealed partial class ProcessLoop
{
    private async ValueTask<ControlResult> OnSignalForegroundAsync(int number)
    {
        if (_run is { Exit: null, Terminal: { } terminal } run && Terminals.SignalForeground(terminal.Number, number) == 0)
        {
            _log.AppendSystem(run.Number, $"signal {SignalNames.Name(number)} sent to what is in front");
            return ControlResult.Accepted;
        }

        return await OnSignalAsync(number).ConfigureAwait(false);
    }

    private ControlResult OnResize(PtySize size)
    {
        if (_run is not { Exit: null } run)
        {
            return ControlResult.NotRunning;
        }

        return run.Terminal is { } terminal && Terminals.SetSize(terminal.Number, size.Columns, size.Rows) == 0 ? ControlResult.Accepted : ControlResult.Ignored;
    }
}

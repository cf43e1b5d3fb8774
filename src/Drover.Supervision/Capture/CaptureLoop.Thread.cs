using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <content>What runs on the capture thread.</content>
public sealed partial class CaptureLoop
{
    // Enough for two full pipes; a writer that never stops must not keep a drain from ending.
    private const int MostPerDrain = 1 << 20;

    private void Run()
    {
        while (!_stopping)
        {
            var ready = Epoll.Wait(_epoll.Number, _events, NextTimeout());
            for (var n = 0; n < ready; n++)
            {
                var token = _events.Token(n);
                if (token == WakeUpToken)
                {
                    Epoll.ClearWakeUp(_wakeUp.Number);
                    HandleControls();
                }
                else if (_pumps.TryGetValue(token, out var pump) && pump.IsWatched)
                {
                    TakeTurn(pump);
                }
            }

            TakeEagerTurns();
            RetryDegraded();
            var pause = _budget.PauseMilliseconds();
            if (pause > 0)
            {
                _ = Epoll.Wait(_pause.Number, _pauseEvents, pause);
            }
        }

        lock (_posting)
        {
            _isClosed = true;
        }

        HandleControls();
        foreach (var run in _runs.ToList())
        {
            End(run);
        }

        _epoll.Dispose();
        _pause.Dispose();
        _wakeUp.Dispose();
        _ended.TrySetResult();
    }

    private void HandleControls()
    {
        while (_controls.TryDequeue(out var control))
        {
            control();
        }
    }

    private int NextTimeout()
    {
        if (_eager.Count > 0 || !_controls.IsEmpty)
        {
            return 0;
        }

        if (_degraded.Count == 0)
        {
            return -1;
        }

        var next = _degraded.Min(run => run.RetryAt);
        return (int)Math.Ceiling(Math.Clamp((next - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency, 0, 5000));
    }

    private void Begin(RunCapture run)
    {
        _runs.Add(run);

        // Eager turns are taken from the end of the list. A terminal has to be the first of its run: its turn opens the writing
        // end of the FIFO, which without any writer looks as if it had ended.
        foreach (var pump in run.Pumps.Reverse())
        {
            pump.Token = _nextToken++;
            _pumps.Add(pump.Token, pump);
            _eager.Add(pump);
        }
    }

    // An ended FIFO raises no event after it was opened, so each pump begins with turns until it is empty once.
    private void TakeEagerTurns()
    {
        for (var i = _eager.Count - 1; i >= 0; i--)
        {
            var pump = _eager[i];
            if (pump.IsEager && !pump.IsStuck && !pump.IsEnded)
            {
                TakeTurn(pump);
            }

            if (!pump.IsEager || pump.IsStuck || pump.IsEnded)
            {
                _eager.RemoveAt(i);
            }
        }
    }

    private Turn TakeTurn(Pump pump)
    {
        if (pump is TerminalPump { Output.IsStuck: true })
        {
            // Its FIFO is not emptied now: watching the terminal would spin.
            Unwatch(pump);
            pump.IsStuck = true;
            return Turn.Empty;
        }

        var turn = pump.Take();
        switch (turn.Kind)
        {
            case TurnKind.Moved:
                if (pump.IsOutput)
                {
                    _budget.Take(turn.Value);
                }

                break;
            case TurnKind.Empty:
                pump.IsEager = false;
                Watch(pump);
                break;
            case TurnKind.Ended:
                pump.IsEnded = true;
                Unwatch(pump);
                break;
            case TurnKind.Failed:
                Degrade(pump, turn.Value);
                break;
        }

        pump.Tell(turn);
        if (pump is TerminalPump terminal && turn.Kind == TurnKind.Moved && !terminal.Output.IsStuck && !terminal.Output.IsEnded)
        {
            TakeTurn(terminal.Output);
        }

        return turn;
    }

    private void Degrade(Pump pump, int errno)
    {
        Unwatch(pump);
        pump.IsStuck = true;
        var run = pump.Run;
        if (!run.IsDegraded)
        {
            CaptureLog.Degraded(_logger, run.Log.Directory, Errno.Describe(errno));
        }

        if (!_degraded.Contains(run))
        {
            run.RetryAt = _time.GetTimestamp() + (long)(run.Degrade(errno).TotalSeconds * _time.TimestampFrequency);
            _degraded.Add(run);
        }

        if (_store is not null && errno is Errno.ENOSPC or Errno.EDQUOT)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static store => store.FreeSpace(), _store!, preferLocal: false);
        }
    }

    private void RetryDegraded()
    {
        if (_degraded.Count == 0)
        {
            return;
        }

        var now = _time.GetTimestamp();
        foreach (var run in _degraded.Where(run => run.RetryAt <= now).ToList())
        {
            _degraded.Remove(run);
            foreach (var pump in run.Pumps.Where(pump => pump is { IsStuck: true, IsEnded: false }).Reverse())
            {
                pump.IsStuck = false;
                pump.IsEager = true;
                _eager.Add(pump);
                TakeTurn(pump);
            }

            if (!_degraded.Contains(run) && run.IsDegraded)
            {
                run.Recover();
                CaptureLog.Recovered(_logger, run.Log.Directory);
            }
        }
    }

    private void Drain(RunCapture run)
    {
        foreach (var pump in run.Pumps)
        {
            for (var bytes = 0; bytes < MostPerDrain && !run.IsDetached && pump is { IsStuck: false, IsEnded: false };)
            {
                var turn = TakeTurn(pump);
                if (turn.Kind != TurnKind.Moved)
                {
                    break;
                }

                bytes += turn.Value;
            }
        }
    }

    private void End(RunCapture run)
    {
        if (run.IsDetached)
        {
            return;
        }

        run.IsDetached = true;
        _runs.Remove(run);
        _degraded.Remove(run);
        foreach (var pump in run.Pumps)
        {
            Unwatch(pump);
            _eager.Remove(pump);
            _pumps.Remove(pump.Token);
            pump.Dispose();
        }

        run.Log.Detach();
    }

    private void Watch(Pump pump)
    {
        if (pump.IsWatched)
        {
            return;
        }

        var answer = Epoll.Add(_epoll.Number, pump.Descriptor, Epoll.In, pump.Token);
        if (answer < 0)
        {
            CaptureLog.WatchFailed(_logger, pump.Descriptor, Errno.Describe(-answer));
            Degrade(pump, -answer);
            return;
        }

        pump.IsWatched = true;
    }

    private void Unwatch(Pump pump)
    {
        if (pump.IsWatched)
        {
            pump.IsWatched = false;
            _ = Epoll.Remove(_epoll.Number, pump.Descriptor);
        }
    }
}

namespace Drover.Supervision.Logs.Reading;

/// <summary>Lines around matches, of lines that come one after the other: the last few before a match, and so many after it.</summary>
internal sealed class ContextWindow(int context)
{
    private readonly Queue<LogLine> _before = new();
    private int _after;

    /// <summary>Lines to show now that this one has come.</summary>
    public void Add(LogLine line, bool isMatch, List<LogLine> shown)
    {
        if (isMatch)
        {
            shown.AddRange(_before);
            _before.Clear();
            shown.Add(line);
            _after = context;
        }
        else if (_after > 0)
        {
            shown.Add(line with { Matched = false });
            _after--;
        }
        else
        {
            _before.Enqueue(line with { Matched = false });
            if (_before.Count > context)
            {
                _before.Dequeue();
            }
        }
    }

    /// <summary>Lines that came so far do not stand before a match.</summary>
    public void ForgetBefore() => _before.Clear();
}

namespace Drover.Supervision.Logs.Reading;

/// <summary>Lines around matches, of lines that come one after the other: the last few before a match, and so many after it.</summary>
internal sealed class ContextWindow(LineFilter filter, int context)
{
    private readonly Queue<LogLine> _before = new();
    private int _after;

    /// <summary>Lines to show now that this one has come.</summary>
    public void Add(LogLine line, List<LogLine> shown)
    {
        if (filter.Accepts(line.Bytes.Span))
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

    /// <summary>Takes lines that were read already, so that those before the next match and after the last one are known.</summary>
    public void Prime(IEnumerable<LogLine> lines) => lines.ToList().ForEach(line => Add(line, []));
}

namespace Drover.Supervision.Identity;

/// <summary>
/// Scans /proc for everybody: who asks gets a scan that began after the question, and all who ask while one is running share
/// the next. So stopping a hundred sessions at once costs two scans, and nobody gets an answer that is older than the question.
/// </summary>
public sealed class ProcessScanner
{
    private readonly Lock _lock = new();
    private readonly Func<ProcessTable> _scan;
    private TaskCompletionSource<ProcessTable>? _next;
    private bool _isScanning;

    /// <summary>A scanner of this machine.</summary>
    public ProcessScanner()
        : this(ProcessTable.Read)
    {
    }

    internal ProcessScanner(Func<ProcessTable> scan) => _scan = scan;

    /// <summary>All processes, by a scan that begins after this call.</summary>
    public ValueTask<ProcessTable> ScanAsync()
    {
        lock (_lock)
        {
            _next ??= new TaskCompletionSource<ProcessTable>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isScanning)
            {
                _isScanning = true;
                ThreadPool.UnsafeQueueUserWorkItem(static scanner => scanner.Scan(), this, preferLocal: false);
            }

            return new ValueTask<ProcessTable>(_next.Task);
        }
    }

    private void Scan()
    {
        while (true)
        {
            TaskCompletionSource<ProcessTable> asked;
            lock (_lock)
            {
                if (_next is null)
                {
                    _isScanning = false;
                    return;
                }

                asked = _next;
                _next = null;
            }

            try
            {
                asked.SetResult(_scan());
            }
#pragma warning disable CA1031 // Whatever it was belongs to those who asked, not to the thread pool.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                asked.SetException(exception);
            }
        }
    }
}

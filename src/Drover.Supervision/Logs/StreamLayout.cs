namespace Drover.Supervision.Logs;

/// <summary>The files of a log as listed when it is opened.</summary>
internal sealed class StreamLayout
{
    private StreamLayout(string directory, LogOptions options)
    {
        Directory = directory;
        SessionId = Guid.TryParse(Path.GetFileName(directory), out var id) ? id : Guid.Empty;
        Bytes = [[], [], []];
        Indexes = [[], [], []];
        List();
        SegmentBytes = FindSegmentBytes() ?? GuessSegmentBytes(options);
    }

    public string Directory { get; }

    public Guid SessionId { get; }

    public int SegmentBytes { get; }

    /// <summary>Per stream: number and size of the segment files.</summary>
    public SortedDictionary<int, long>[] Bytes { get; }

    /// <summary>Per stream: number and size of the index files.</summary>
    public SortedDictionary<int, long>[] Indexes { get; }

    public static StreamLayout Find(string directory, LogOptions options) => new(directory, options);

    /// <summary>What the streams hold, in the order of <see cref="LogStream"/>. Damaged indexes are rebuilt on the way.</summary>
    public StreamContent[] Load(List<string> warnings)
    {
        var loaders = Enum.GetValues<LogStream>().Select(stream => new StreamLoader(this, stream, warnings)).ToArray();
        Array.ForEach(loaders, loader => loader.Survey());
        foreach (var loader in loaders.Where(loader => loader.NeedsRepair))
        {
            new IndexRepair(this, loader, loaders, warnings).Run();
            loader.Survey();
        }

        return [.. loaders.Select(loader => loader.Load())];
    }

    /// <summary>When the stream was last written to: the best that is known of bytes without an index.</summary>
    public long LastWriteMicros(LogStream stream, TimeProvider time)
    {
        var files = Bytes[(int)stream];
        var last = files.Count == 0
            ? time.GetUtcNow().UtcDateTime
            : File.GetLastWriteTimeUtc(SegmentNames.BytesPath(Directory, stream, files.Keys.Last()));
        return (last - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    private void List()
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(Directory).EnumerateFiles())
        {
            if (SegmentNames.TryParse(file.Name, out var name))
            {
                (name.IsIndex ? Indexes : Bytes)[(int)name.Stream][name.Number] = file.Length;
            }
        }
    }

    private int? FindSegmentBytes()
    {
        foreach (var stream in Enum.GetValues<LogStream>())
        {
            foreach (var number in Indexes[(int)stream].Keys)
            {
                if (IndexScan.TryReadHeader(SegmentNames.IndexPath(Directory, stream, number), out var header))
                {
                    return header.SegmentBytes;
                }
            }
        }

        return null;
    }

    // Without any index: every segment but a stream's last is full.
    private int GuessSegmentBytes(LogOptions options)
    {
        var full = Bytes.Where(files => files.Count > 1).Select(files => files.Values.First()).FirstOrDefault();
        var largest = Math.Max(full, Bytes.SelectMany(files => files.Values).DefaultIfEmpty().Max());
        var size = full > 0 ? largest : Math.Max(largest, options.SegmentSize);
        return (int)Math.Clamp(size, LogOptions.MinSegmentBytes, LogOptions.MaxSegmentBytes);
    }
}

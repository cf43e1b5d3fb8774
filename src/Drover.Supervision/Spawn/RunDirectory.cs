using System.Globalization;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// The private directory (0700) of one run, named by the run's id. It holds the FIFOs between the command, its holder and the
/// daemon, the stored status lines and the run's record, so that a later daemon finds everything a run needs in one place.
/// </summary>
public sealed class RunDirectory
{
    private const int OwnerOnly = 0x180; // 0600
    private const int OwnerDirectory = 0x1C0; // 0700

    private RunDirectory(string path, Guid runId)
    {
        Path = path;
        RunId = runId;
    }

    /// <summary>The directory's absolute path.</summary>
    public string Path { get; }

    /// <summary>The run it belongs to.</summary>
    public Guid RunId { get; }

    /// <summary>The FIFO of the command's stdout.</summary>
    public string Out => PathOf("out");

    /// <summary>The FIFO of the command's stderr; absent when it is merged or a terminal is used.</summary>
    public string Err => PathOf("err");

    /// <summary>The FIFO of the status lines.</summary>
    public string Status => PathOf("status");

    /// <summary>The FIFO on which the holder waits for its end.</summary>
    public string Release => PathOf("release");

    /// <summary>The FIFO of the command's stdin; absent unless it is held open.</summary>
    public string In => PathOf("in");

    /// <summary>The FIFO that takes the line which ends stdin; absent unless it is held open.</summary>
    public string Close => PathOf("close");

    /// <summary>The status lines as stored by the capture.</summary>
    public string StatusFile => PathOf("status.log");

    /// <summary>The run's record, see <see cref="RunRecord"/>.</summary>
    public string RecordFile => PathOf("run.json");

    internal string EnvironmentScript => PathOf("env.sh");

    internal bool HasErr => File.Exists(Err);

    /// <summary>Makes the directory with its FIFOs.</summary>
    /// <param name="runsRoot">The directory of all runs; it is made (0700) when it is missing.</param>
    /// <param name="runId">The run.</param>
    /// <param name="withStdin">Whether stdin will be held open (<see cref="StdinMode.Hold"/>).</param>
    /// <param name="withErr">False when stderr is merged or a terminal is used.</param>
    /// <exception cref="IOException">It exists already, the disk is full, or the file system has no FIFOs; the text says which.</exception>
    public static RunDirectory Create(string runsRoot, Guid runId, bool withStdin, bool withErr = true)
    {
        var root = System.IO.Path.GetFullPath(runsRoot);
        var directory = new RunDirectory(System.IO.Path.Join(root, Name(runId)), runId);
        var made = Files.MakeDirectory(directory.Path, OwnerDirectory);
        if (made == -Errno.ENOENT)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(root) ?? root);
            var rootMade = Files.MakeDirectory(root, OwnerDirectory);
            Check(rootMade == -Errno.EEXIST ? 0 : rootMade, root); // Two first runs at once.
            made = Files.MakeDirectory(directory.Path, OwnerDirectory);
        }

        Check(made, directory.Path);
        try
        {
            Check(Files.MakeFifo(directory.Out, OwnerOnly), directory.Out);
            if (withErr)
            {
                Check(Files.MakeFifo(directory.Err, OwnerOnly), directory.Err);
            }

            Check(Files.MakeFifo(directory.Status, OwnerOnly), directory.Status);
            Check(Files.MakeFifo(directory.Release, OwnerOnly), directory.Release);
            if (withStdin)
            {
                Check(Files.MakeFifo(directory.In, OwnerOnly), directory.In);
                Check(Files.MakeFifo(directory.Close, OwnerOnly), directory.Close);
            }
        }
        catch (IOException)
        {
            directory.Delete();
            throw;
        }

        return directory;
    }

    /// <summary>The directory of a run that was made before; null when it is gone.</summary>
    public static RunDirectory? Find(string runsRoot, Guid runId)
    {
        var path = System.IO.Path.Join(System.IO.Path.GetFullPath(runsRoot), Name(runId));
        return Directory.Exists(path) ? new RunDirectory(path, runId) : null;
    }

    /// <summary>Every run directory under the root, in no order; other files are passed over.</summary>
    /// <exception cref="IOException">The root cannot be read. A root that does not exist has no runs.</exception>
    public static IReadOnlyList<RunDirectory> All(string runsRoot)
    {
        var root = new DirectoryInfo(runsRoot);
        return !root.Exists
            ? []
            : [.. root.EnumerateDirectories()
                .Where(d => Guid.TryParseExact(d.Name, "D", out _))
                .Select(d => new RunDirectory(d.FullName, Guid.ParseExact(d.Name, "D")))];
    }

    /// <summary>Removes the directory with all that is in it. One that is gone already is no error.</summary>
    /// <exception cref="IOException">Something in it cannot be removed.</exception>
    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody was faster; the wanted state is reached.
        }
    }

    internal static string Name(Guid runId) => runId.ToString("D", CultureInfo.InvariantCulture);

    private static void Check(int answer, string path)
    {
        if (answer < 0)
        {
            throw new IOException($"{path}: {Errno.Describe(-answer)}");
        }
    }

    private string PathOf(string name) => System.IO.Path.Join(Path, name);
}

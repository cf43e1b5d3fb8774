using System.Diagnostics;
using System.Globalization;
using Drover.Contracts.Client;

namespace Drover.TestKit;

/// <summary>
/// A home of its own for the built program: its daemon, data and socket are in one temporary folder. At its end nothing of it is left, whatever
/// the test did: every process that was started under this home is killed.
/// </summary>
public sealed class DroverHome : IAsyncDisposable
{
    private readonly TempDir _folder = new();

    public DroverHome()
    {
        Paths = DroverPaths.From(name => name == "DROVER_HOME" ? Path : null);
        Client = new DroverClient(DaemonAddress.Unix(Paths.Socket));
    }

    /// <summary>Value of <c>DROVER_HOME</c>.</summary>
    public string Path => _folder.Path;

    public DroverPaths Paths { get; }

    /// <summary>The daemon's API over its socket. Does not start a daemon.</summary>
    public DroverClient Client { get; }

    /// <summary>Variables for every program started here, over those of the test's own environment.</summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The program that <see cref="RunAsync"/> runs; <see cref="Children.Drover"/>, or the launcher.</summary>
    public string Program { get; init; } = Children.Drover;

    /// <summary>Current folder of the programs started here.</summary>
    public string WorkingDirectory { get; set; } = Children.RepositoryRoot;

    /// <summary>Runs <c>drover ARGUMENTS</c> to its end, with nothing on stdin.</summary>
    public async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        program.Input.Close();
        return await program.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Starts <c>drover ARGUMENTS</c>.</summary>
    public RunningProgram Start(params string[] arguments) => Start(new ProcessStartInfo(Program, arguments));

    /// <summary>Starts it on a terminal of its own, which shows both its streams; what is written to its input is typed.</summary>
    public RunningProgram OnTerminal(params string[] arguments) =>
        Start(new ProcessStartInfo("script", ["-qec", string.Join(' ', ((string[])[Program, .. arguments]).Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'")), "/dev/null"]));

    private RunningProgram Start(ProcessStartInfo start)
    {
        start.WorkingDirectory = WorkingDirectory;
        start.Environment["DROVER_HOME"] = Path;
        // The socket is enough, and tests beside this one want their ports.
        start.Environment["DROVER_LISTEN"] = "none";
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return RunningProgram.Start(start);
    }

    /// <summary>Pid and start time of the daemon that answers.</summary>
    public async Task<(int Pid, long StartTime)> DaemonAsync()
    {
        var answer = await Client.DaemonAsync(Patience.Token).ConfigureAwait(false);
        var pid = answer.IsSuccess
            ? answer.Value.Value.Pid
            : throw new InvalidOperationException($"{answer.Error!.Code}: {answer.Error.Message}");
        return (pid, ProcessAssert.StartTime(pid) ?? throw new InvalidOperationException($"The daemon ({pid}) is gone."));
    }

    /// <summary>SIGKILL to the daemon; returns when it is gone.</summary>
    public async Task KillDaemonAsync()
    {
        await KillAsync(await DaemonAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>SIGKILL to a daemon that was asked for before: nothing comes between the moment a test chose and the kill.</summary>
    public static async Task KillAsync((int Pid, long StartTime) daemon)
    {
        Kill(daemon.Pid);
        await ProcessAssert.IsGoneAsync(daemon.Pid, daemon.StartTime).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Everything started here has the home in its environment, or was told the home's paths; daemon and holders first, lest they start more.
        await Patience.UntilAsync(() =>
        {
            var left = ProcessAssert.Carrying("DROVER_HOME=" + Path).Select(process => process.Pid)
                .Concat(ProcessAssert.WithCommandLine(Path).Select(process => process.Pid))
                .Distinct()
                .ToList();
            left.ForEach(Kill);
            return left.Count == 0;
        }).ConfigureAwait(false);
        _folder.Dispose();
    }

    private static bool IsInherited(string name) =>
        name is "DROVER_URL" or "DROVER_TOKEN" or "DROVER_TOKEN_FILE" or "DROVER_SESSION_ID" or "DROVER_RUN_ID" or "PORT" or "NO_COLOR" or "FORCE_COLOR";

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            Trace.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pid} is gone already"));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests;

/// <summary>
/// A private folder for each test run: the framework's report, which run it is, and once it is known what came of it, so that the next daemon can still say so.
/// </summary>
internal sealed class TestReports(TestsOptions options)
{
    /// <summary>The variable that names the folder to the command.</summary>
    public const string Variable = "DROVER_TEST_REPORTS";

    private const string RunFile = "run.json";
    private const string ResultFile = "result.json";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder, for the shell.</summary>
    public static string Here => $"\"${Variable}\"";

    /// <summary>A file in the folder, for the shell.</summary>
    public static string At(string name) => $"\"${Variable}/{name}\"";

    /// <exception cref="IOException">It cannot be made.</exception>
    public string NewFolder()
    {
        Directory.CreateDirectory(options.Folder, Private);
        return Directory.CreateDirectory(Path.Combine(options.Folder, Guid.NewGuid().ToString("N")), Private).FullName;
    }

    public IReadOnlyList<TestRun> Load()
    {
        if (!Directory.Exists(options.Folder))
        {
            return [];
        }

        var runs = new List<TestRun>();
        foreach (var folder in Directory.EnumerateDirectories(options.Folder))
        {
            if (Read(Path.Combine(folder, RunFile), TestsJson.Default.TestRun) is { } run)
            {
                runs.Add(run with { Folder = folder });
            }
            else
            {
                // A daemon that died before it had started the job.
                Remove(folder);
            }
        }

        return runs;
    }

    public static void Save(TestRun run) => Write(Path.Combine(run.Folder, RunFile), run, TestsJson.Default.TestRun);

    public static void Save(TestRun run, TestResultFrame result) => Write(Path.Combine(run.Folder, ResultFile), result, TestsJson.Default.TestResultFrame);

    public static TestResultFrame? Result(TestRun run) => Read(Path.Combine(run.Folder, ResultFile), TestsJson.Default.TestResultFrame);

    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Gone already, or it is tried again by the next daemon.
        }
    }

    private static void Write<T>(string path, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var written = path + ".new";
        File.WriteAllBytes(written, JsonSerializer.SerializeToUtf8Bytes(value, type));
        File.Move(written, path, overwrite: true);
    }

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not written yet, or by another version: as if it were not there.
            return null;
        }
    }
}

/// <summary>A job that runs tests.</summary>
internal sealed record TestRun
{
    public required string JobId { get; init; }

    public required string Framework { get; init; }

    /// <summary>As a person would type it.</summary>
    public required string Command { get; init; }

    /// <summary>Its report folder.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";
}

/// <summary>JSON of the files beside the reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TestRun))]
[JsonSerializable(typeof(TestResultFrame))]
internal sealed partial class TestsJson : JsonSerializerContext;

/// <summary>Where reports are kept.</summary>
/// <param name="Folder">A folder of ours in the data folder.</param>
internal sealed record TestsOptions(string Folder);

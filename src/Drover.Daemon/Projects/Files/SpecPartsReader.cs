using System.Globalization;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Files;

/// <summary>Reads the parts of a process that are mappings of their own.</summary>
internal static class SpecPartsReader
{
    private static readonly Dictionary<string, RestartPolicyKind> Policies = new(StringComparer.Ordinal)
    {
        ["never"] = RestartPolicyKind.Never,
        ["on-failure"] = RestartPolicyKind.OnFailure,
        ["always"] = RestartPolicyKind.Always,
    };

    /// <summary>A mapping, or the policy's word alone.</summary>
    public static RestartSpec? Restart(MapReader process)
    {
        if (process.Value("restart") is YamlText { IsEmpty: false } word)
        {
            return process.Word("restart", word, Policies) is { } policy ? new RestartSpec { Policy = policy } : null;
        }

        return process.Inner("restart")?.Knows(ProjectKeys.Restart) is not { } reader ? null : new RestartSpec
        {
            Policy = reader.Word("policy", reader.Scalar("policy"), Policies),
            Max = reader.Number("max"),
            WindowMs = reader.Number("window_ms"),
            BackoffMs = reader.Number("backoff_ms"),
            MaxBackoffMs = reader.Number("max_backoff_ms"),
        };
    }

    public static ProbeSpec? Probe(MapReader process, string key) => process.Inner(key)?.Knows(ProjectKeys.Probe) is not { } reader ? null : new ProbeSpec
    {
        Log = reader.Text("log"),
        Port = ProbePort(reader),
        Http = reader.Text("http"),
        Exec = reader.Texts("exec"),
        AfterMs = reader.Number("after_ms"),
        TimeoutMs = reader.Number("timeout_ms"),
        IntervalMs = reader.Number("interval_ms"),
    };

    public static StopSpec? Stop(MapReader process) => process.Inner("stop")?.Knows(ProjectKeys.Stop) is not { } reader ? null : new StopSpec
    {
        Signal = reader.Text("signal"),
        GraceMs = reader.Number("grace_ms"),
    };

    public static LimitsSpec? Limits(MapReader process) => process.Inner("limits")?.Knows(ProjectKeys.Limits) is not { } reader ? null : new LimitsSpec
    {
        MemoryBytes = reader.Long("memory_bytes"),
        CpuPercent = reader.Number("cpu_percent"),
    };

    private static ProbePort? ProbePort(MapReader reader)
    {
        if (reader.Scalar("port", "true or a number") is not { } text)
        {
            return null;
        }

        if (text is { IsPlain: true, Text: "true" })
        {
            return new ProbePort(null);
        }

        if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
        {
            return new ProbePort(port);
        }

        reader.Wrong<YamlText>("port", text, "true or a number from 1 to 65535");
        return null;
    }
}

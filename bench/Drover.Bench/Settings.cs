namespace Drover.Bench;

/// <summary>Where things are; bench/run.sh says.</summary>
internal static class Settings
{
    /// <summary>The built program.</summary>
    public static string Program => Required("DROVER_BENCH_PROGRAM");

    /// <summary>The script a user calls.</summary>
    public static string Launcher => Required("DROVER_BENCH_LAUNCHER");

    /// <summary>The load generator.</summary>
    public static string Generator => Required("DROVER_BENCH_GENERATOR");

    /// <summary>docs/benchmarks.md.</summary>
    public static string Page => Required("DROVER_BENCH_PAGE");

    /// <summary>pm2, if it was installed.</summary>
    public static string? Pm2 => Optional("DROVER_BENCH_PM2");

    /// <summary>supervisord, if it is installed.</summary>
    public static string? Supervisord => OnPath("supervisord");

    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string? Optional(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } path && File.Exists(path) ? path : null;

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: start it with bench/run.sh");
}

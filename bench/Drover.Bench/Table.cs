using System.Globalization;
using System.Text;

namespace Drover.Bench;

/// <summary>The table of docs/benchmarks.md.</summary>
internal static class Table
{
    private const string Begin = "<!-- bench:start -->";
    private const string End = "<!-- bench:end -->";

    public static async Task<string> RenderAsync(IReadOnlyList<Row> rows)
    {
        var text = new StringBuilder();
        text.AppendLine(await MachineAsync()).AppendLine();
        text.AppendLine("| what | Drover | target | pm2 | supervisord | compared | command |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            text.AppendLine($"| {row.What} | {row.Drover} | {row.Target} | {Cell(row.Pm2)} | {Cell(row.Supervisord)} | {Cell(row.Ratio)} | {row.Command} |");
        }

        return text.ToString();
    }

    public static async Task WriteAsync(string page, string table)
    {
        var text = await File.ReadAllTextAsync(page);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        await File.WriteAllTextAsync(page, text[..begin] + "\n" + table + text[end..]);
    }

    private static string Cell(string text) => text.Length == 0 ? "–" : text;

    private static async Task<string> MachineAsync()
    {
        var model = (await File.ReadAllLinesAsync("/proc/cpuinfo"))
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim();
        var day = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] versions = [await Pm2.VersionAsync(), await Supervisord.VersionAsync()];
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        return $"Measured on {day}: {Environment.ProcessorCount} cores ({model}), Linux {kernel}, .NET {Environment.Version}, "
            + string.Join(", ", versions.Where(v => v.Length > 0)) + $". Load average at the end: {load}"
            + (ProcessFigures.IsRealTime(Environment.ProcessId) ? "; everything measured ran with real-time priority (`chrt -r 1 bench/run.sh`), so that other load disturbs less." : ".");
    }
}

using System.Text.Json;

namespace Drover.Bench;

/// <summary>What was measured last, by benchmark: measuring one again keeps the others' rows.</summary>
internal static class Results
{
    private static string FilePath => Path.Combine(Path.GetDirectoryName(Settings.Generator)!, "results.json");

    public static async Task<Dictionary<string, Row[]>> ReadAsync() =>
        File.Exists(FilePath) ? JsonSerializer.Deserialize<Dictionary<string, Row[]>>(await File.ReadAllTextAsync(FilePath)) ?? [] : [];

    public static Task WriteAsync(Dictionary<string, Row[]> results) => File.WriteAllTextAsync(FilePath, JsonSerializer.Serialize(results));
}

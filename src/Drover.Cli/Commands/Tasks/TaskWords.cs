using System.Globalization;
using System.Text.Json;
using Drover.Cli.Output;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>States, costs and times of tasks in words.</summary>
internal static class TaskWords
{
    internal static bool HasEnded(TaskState state) => state is TaskState.ReadyForReview or TaskState.Completed or TaskState.Failed or TaskState.Stopped;

    internal static string Of<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    internal static Cell State(TaskState state, Ink ink) => new(Of(state), state switch
    {
        TaskState.Running => ink.Green,
        TaskState.Queued or TaskState.NeedsInput => ink.Yellow,
        TaskState.ReadyForReview => ink.Cyan,
        TaskState.Failed => ink.Red,
        _ => ink.Dim,
    });

    internal static string Painted(Cell cell) => cell.Paint is null ? cell.Text : cell.Paint(cell.Text);

    /// <summary>What it has cost, as far as that is told: <c>$0.12</c>, else tokens, else nothing.</summary>
    internal static string? Price(CostLedger cost) => cost switch
    {
        { EstimatedCents: { } cents } => string.Create(CultureInfo.InvariantCulture, $"${cents / 100:0.00}"),
        { InputTokens: 0, OutputTokens: 0 } => null,
        _ => $"{Thousands(cost.InputTokens + cost.OutputTokens)} tokens",
    };

    /// <summary>The same with everything that is known.</summary>
    internal static string Cost(CostLedger cost)
    {
        var parts = new List<string> { Figures.Age(cost.RuntimeMillis) };
        if (cost.InputTokens + cost.OutputTokens > 0)
        {
            parts.Add($"{Thousands(cost.InputTokens)} tokens in ({Thousands(cost.CachedTokens)} cached), {Thousands(cost.OutputTokens)} out");
        }

        if (cost.ToolCalls > 0)
        {
            parts.Add(Figures.Count(cost.ToolCalls, "tool call"));
        }

        if (cost.EstimatedCents is not null)
        {
            parts.Add(Price(cost)!);
        }

        return string.Join(", ", parts);
    }

    internal static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Thousands(long number) => number < 1_000 ? number.ToString(CultureInfo.InvariantCulture)
        : number < 1_000_000 ? (number / 1_000d).ToString("0.#", CultureInfo.InvariantCulture) + "k"
        : (number / 1_000_000d).ToString("0.#", CultureInfo.InvariantCulture) + "M";
}

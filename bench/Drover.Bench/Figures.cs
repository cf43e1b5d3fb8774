using System.Globalization;

namespace Drover.Bench;

/// <summary>Middle values and how numbers are written.</summary>
internal static class Figures
{
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Clamp(Math.Ceiling(sorted.Length * percent / 100) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    public static string Show(double value, string unit) =>
        value.ToString(value switch { >= 100 => "0", >= 10 => "0.0", >= 0.095 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture) + " " + unit;

    public static string Times(double ratio, string other) => Show(ratio, "×")[..] + " " + other;

    public static string Join(params string?[] parts) => string.Join(" · ", parts.Where(p => !string.IsNullOrEmpty(p)));
}

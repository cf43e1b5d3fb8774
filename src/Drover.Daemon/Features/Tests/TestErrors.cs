using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Tests;

/// <summary>What can be wrong with a call about tests.</summary>
internal static class TestErrors
{
    public static Error Invalid(string field, string message) =>
        new(ErrorCodes.RequestInvalidValue, message, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field });

    public static Error None(string folder, IEnumerable<TestFramework> frameworks) => new(
        ErrorCodes.TestsNoneDetected,
        $"No tests were found in {folder} or above it in the workspace. Looked for: {string.Join("; ", frameworks.Select(framework => $"{framework.Name} ({framework.LooksFor})"))}. framework names one all the same.",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["folder"] = folder, ["looked_for"] = string.Join(", ", frameworks.Select(framework => framework.Name)) });

    public static Error Unknown(string framework, IEnumerable<TestFramework> frameworks) =>
        Invalid("framework", $"framework is one of {string.Join(", ", frameworks.Select(known => known.Name))}, not \"{framework}\".");
}

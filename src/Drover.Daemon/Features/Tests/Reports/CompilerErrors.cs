using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What kept tests from being built.</summary>
internal static partial class CompilerErrors
{
    private const int MatchMilliseconds = 1000;
    private const int LinesToPlace = 4;

    /// <summary><c>error[E0425]: cannot find value</c>, and a line or so below <c> --&gt; src/lib.rs:4:43</c>.</summary>
    public static IReadOnlyList<TestFailure> OfCargo(IReadOnlyList<string> lines)
    {
        var found = new List<TestFailure>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (Rust().Match(lines[at]) is { Success: true } error
                && lines.Skip(at + 1).Take(LinesToPlace).Select(line => RustPlace().Match(line)).FirstOrDefault(line => line.Success) is { } place)
            {
                found.Add(TestOutcome.Failure("cargo build", error.Groups["message"].Value, StackPlaces.At(place)));
            }
        }

        return Distinct(found);
    }

    /// <summary><c>/shop/Cart.cs(5,3): error CS1002: ; expected [/shop/Shop.csproj]</c>.</summary>
    public static IReadOnlyList<TestFailure> OfDotnet(IReadOnlyList<string> lines) => Of(lines, Msbuild(), "dotnet build");

    /// <summary><c>[ERROR] /shop/src/Cart.java:[5,3] ';' expected</c>.</summary>
    public static IReadOnlyList<TestFailure> OfMaven(IReadOnlyList<string> lines) => Of(lines, Maven(), "mvn compile");

    /// <summary><c>/shop/src/Cart.java:5: error: ';' expected</c>.</summary>
    public static IReadOnlyList<TestFailure> OfGradle(IReadOnlyList<string> lines) => Of(lines, Javac(), "gradle compile");

    private static IReadOnlyList<TestFailure> Of(IReadOnlyList<string> lines, Regex pattern, string name) => Distinct(lines
        .Select(line => pattern.Match(line))
        .Where(line => line.Success)
        .Select(line => TestOutcome.Failure(name, line.Groups["message"].Value, StackPlaces.At(line))));

    // Builds tell an error once where it happens and once more at their end.
    private static IReadOnlyList<TestFailure> Distinct(IEnumerable<TestFailure> failures) => [.. failures.Distinct()];

    [GeneratedRegex(@"^error(\[E\d+\])?: (?<message>.*)$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Rust();

    [GeneratedRegex(@"^\s*--> (?<file>[^\s:]+):(?<line>\d+):\d+\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex RustPlace();

    [GeneratedRegex(@"^\s*(?<file>[^\s(][^(]*)\((?<line>\d+),\d+\): error (?<message>.*?)( \[[^\[\]]+\])?\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Msbuild();

    [GeneratedRegex(@"^\[ERROR\] (?<file>/.+?):\[(?<line>\d+),\d+\] (?<message>.*)$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Maven();

    [GeneratedRegex(@"^(e: )?(file://)?(?<file>/[^\s:]+):(?<line>\d+):(\d+)? (error: )?(?<message>.*)$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Javac();
}

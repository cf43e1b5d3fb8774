using System.Globalization;
using System.Text.RegularExpressions;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>Places in the texts of failures: the first frame of a stack that is not the framework's own.</summary>
internal static partial class StackPlaces
{
    private const int MatchMilliseconds = 1000;

    private static readonly string[] Foreign = ["node_modules/", "node:", "internal/", "/site-packages/", "/vendor/"];

    /// <summary>Of a JavaScript stack: <c>at Object.toBe (/shop/a.test.js:3:19)</c>, <c>at file:///shop/a.js:4:2</c>.</summary>
    /// <param name="text">The stack.</param>
    /// <param name="file">Where the frame has to be; null for anywhere in the project.</param>
    public static (string File, int Line)? OfJavaScript(string text, string? file = null)
    {
        foreach (Match frame in JavaScript().Matches(text))
        {
            var path = frame.Groups["file"].Value.Replace("file://", "", StringComparison.Ordinal);
            if (file is null ? !Foreign.Any(part => path.Contains(part, StringComparison.Ordinal)) : path == file)
            {
                return (path, Number(frame.Groups["line"].Value));
            }
        }

        return null;
    }

    /// <summary>Of a text that ends in <c>tests/test_a.py:5: AssertionError</c>, as pytest's do.</summary>
    public static (string File, int Line)? OfPython(string text) => Python().Matches(text).LastOrDefault() is { } place ? At(place) : null;

    /// <summary>Of a text with a line <c>/shop/tests/CartTest.php:12</c>.</summary>
    public static (string File, int Line)? OfPhp(string text) =>
        Php().Matches(text).FirstOrDefault(place => !place.Groups["file"].Value.Contains("/vendor/", StringComparison.Ordinal)) is { } own ? At(own) : null;

    /// <summary>Of a Java stack: the frame of the test's own class, as a path below a source folder.</summary>
    public static (string File, int Line)? OfJava(string text, string testClass)
    {
        foreach (Match frame in Java().Matches(text))
        {
            var type = frame.Groups["class"].Value;
            if (type == testClass || type.StartsWith(testClass + "$", StringComparison.Ordinal))
            {
                var dot = type.LastIndexOf('.');
                var package = dot < 0 ? "" : type[..dot].Replace('.', '/') + "/";
                return (package + frame.Groups["file"].Value, Number(frame.Groups["line"].Value));
            }
        }

        return null;
    }

    /// <summary>Of a .NET stack: <c>at Shop.Tests.Cart() in /shop/CartTests.cs:line 12</c>.</summary>
    public static (string File, int Line)? OfDotnet(string text) => Dotnet().Match(text) is { Success: true } place ? At(place) : null;

    public static (string File, int Line) At(Match place) => (place.Groups["file"].Value, Number(place.Groups["line"].Value));

    public static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"(^|\n|\()\s*(at\s+|async\s+)*([^\n()]*\()?(?<file>(file://)?[^\s():][^\n():]*):(?<line>\d+):\d+\)?", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex JavaScript();

    [GeneratedRegex(@"^(?<file>[^\s:][^:\n]*\.py):(?<line>\d+): ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Python();

    [GeneratedRegex(@"^(?<file>\S.*\.php):(?<line>\d+)\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Php();

    [GeneratedRegex(@"^\s*at (app//)?(?<class>[\w.$]+)\.[\w$<>]+\((?<file>\w+\.\w+):(?<line>\d+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Java();

    [GeneratedRegex(@" in (?<file>/.+?):line (?<line>\d+)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Dotnet();
}

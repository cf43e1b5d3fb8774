using System.Xml.Linq;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>The report of <c>dotnet test --logger trx</c>.</summary>
/// <remarks>A sample: <code>&lt;UnitTestResult testName="Shop.CartTests.Adds" outcome="Failed"&gt;&lt;Output&gt;&lt;ErrorInfo&gt;&lt;Message&gt;…</code></remarks>
internal static class DotnetTrx
{
    private static readonly XNamespace Team = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TestOutcome? Read(string text)
    {
        if (XmlText.Parse(text) is not { } root || root.Name != Team + "TestRun")
        {
            return null;
        }

        var tests = root.Descendants(Team + "UnitTestResult").Select(test => (Test: test, Outcome: (string?)test.Attribute("outcome"))).ToList();
        var failed = tests.Where(test => test.Outcome is "Failed" or "Error" or "Timeout" or "Aborted").Select(test => Failure(test.Test)).ToList();
        var passed = tests.Count(test => test.Outcome is "Passed" or "PassedButRunAborted" or "Warning" or "Completed");

        // A host that crashed is told beside the tests.
        var crashes = root.Descendants(Team + "RunInfo").Where(info => (string?)info.Attribute("outcome") == "Error").Select(info => TestOutcome.Failure("dotnet test", info.Value, null)).ToList();
        return new TestOutcome
        {
            Passed = passed,
            Failed = failed.Count,
            Skipped = tests.Count - passed - failed.Count,
            Errors = failed.Count > 0 ? 0 : crashes.Count,
            Failures = failed.Count > 0 ? failed : crashes,
        };
    }

    private static TestFailure Failure(XElement test) => TestOutcome.Failure(
        (string?)test.Attribute("testName") ?? "",
        test.Descendants(Team + "Message").FirstOrDefault()?.Value,
        StackPlaces.OfDotnet(test.Descendants(Team + "StackTrace").FirstOrDefault()?.Value ?? ""));
}

using System.Xml.Linq;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>The report that JUnit's task for Ant once had, and half of the world writes now: pytest, PHPUnit, Maven, Gradle.</summary>
/// <remarks>A sample: <code>&lt;testcase classname="tests.test_a" name="test_bad"&gt;&lt;failure message="assert 1 == 2"&gt;…&lt;/failure&gt;&lt;/testcase&gt;</code></remarks>
internal static class JUnitXml
{
    public static TestOutcome? Read(string text)
    {
        if (XmlText.Parse(text) is not { } root || root.Name.LocalName is not ("testsuites" or "testsuite"))
        {
            return null;
        }

        var (passed, failed, skipped, errors) = (0, 0, 0, 0);
        var failures = new List<TestFailure>();
        foreach (var test in root.Descendants("testcase"))
        {
            if (test.Element("error") is { } error)
            {
                errors++;
                failures.Add(Failure(test, error));
            }
            else if (test.Element("failure") is { } failure)
            {
                failed++;
                failures.Add(Failure(test, failure));
            }
            else if (test.Element("skipped") is not null)
            {
                skipped++;
            }
            else
            {
                passed++;
            }
        }

        return new TestOutcome { Passed = passed, Failed = failed, Skipped = skipped, Errors = errors, Failures = failures };
    }

    private static TestFailure Failure(XElement test, XElement failure)
    {
        var (type, name, body) = ((string?)test.Attribute("classname") ?? "", (string?)test.Attribute("name") ?? "", failure.Value);
        var named = (string?)test.Attribute("file");
        var place = StackPlaces.OfPython(body) ?? StackPlaces.OfPhp(body) ?? StackPlaces.OfJava(body, type)
            ?? (named is null ? null : (named, StackPlaces.Number((string?)test.Attribute("line") ?? "")));

        // pytest repeats the sources in the body and has the reason in the message; where there is no message the body is all there is.
        var message = (string?)failure.Attribute("message") is { Length: > 0 } reason ? reason : body;
        return TestOutcome.Failure(type.Length == 0 || name.Contains(type, StringComparison.Ordinal) ? name : $"{type}.{name}", message, place);
    }
}

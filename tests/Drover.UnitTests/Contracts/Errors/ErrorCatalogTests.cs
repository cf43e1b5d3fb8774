using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Drover.Contracts.Errors;
using Xunit;

namespace Drover.UnitTests.Contracts.Errors;

public sealed partial class ErrorCatalogTests
{
    private static readonly string[] Codes =
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_code_has_exactly_one_row()
        => Assert.Equal(Codes.Order(StringComparer.Ordinal), ErrorCatalog.All.Select(row => row.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_code_is_a_noun_and_what_is_wrong_with_it()
        => Assert.All(Codes, code => Assert.Matches("^[a-z]+\\.[a-z_]+$", code));

    [Fact]
    public void Every_row_fits_its_edges()
        => Assert.All(ErrorCatalog.All, row =>
        {
            Assert.InRange(row.HttpStatus, 400, 599);
            Assert.InRange(row.GrpcStatus, 1, 16);
            Assert.True(row.Mcp is "tool" or "protocol", row.Code);
            Assert.True(row.ExitCode is 1 or 2 or 3 or 4 or 5 or 124 or 130, row.Code);
            Assert.NotEmpty(row.Title);
        });

    [Fact]
    public void A_code_of_a_newer_version_counts_as_internal_error()
        => Assert.Equal(ErrorCodes.InternalError, ErrorCatalog.Of("session.from_the_future").Code);

    [Fact]
    public void The_page_about_errors_agrees()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "errors.md")))
            .Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(group => group.Value)));

        Assert.Equal(
            ErrorCatalog.All.Select(row => $"{row.Code} {row.HttpStatus} {row.GrpcStatus} {row.Mcp} {row.ExitCode}").Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    // | <a id="session.not_found"></a>`session.not_found` | 404 | 5 | tool | 3 | meaning | what to do next |
    [GeneratedRegex(@"^\| <a id=""[^""]+""></a>`(?<code>[^`]+)` \| (?<http>\d+) \| (?<grpc>\d+) \| (?<mcp>\w+) \| (?<exit>\d+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Row();

    private static string RepositoryRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile)!;
        while (!File.Exists(Path.Combine(folder, "Drover.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Drover.slnx not found above the tests");
        }

        return folder;
    }
}

using System.Text.RegularExpressions;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Architecture;

/// <summary>The documents lead somewhere.</summary>
public partial class DocumentsTests
{
    public static TheoryData<string> Documents { get; } = [.. Find()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_relative_link_of_a_document_resolves(string document)
    {
        var path = Path.Combine(Children.RepositoryRoot, document);
        var broken = Links().Matches(WithoutCode(File.ReadAllText(path)))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Resolves(path, target));

        Assert.Empty(broken);
    }

    private static bool Resolves(string from, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        if (!File.Exists(file) && !Directory.Exists(file))
        {
            return false;
        }

        return parts.Length == 1
            || Path.GetExtension(file) != ".md"
            || Headings().Matches(WithoutCode(File.ReadAllText(file))).Any(match => Anchor(match.Groups["text"].Value) == parts[1]);
    }

    // As the common renderers of Markdown make them: lower case, no punctuation, a dash for a space.
    private static string Anchor(string heading) =>
        new([.. heading.Trim().ToLowerInvariant()
            .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
            .Select(letter => letter == ' ' ? '-' : letter)]);

    private static string WithoutCode(string text) => Fences().Replace(text, "");

    private static IEnumerable<string> Find()
    {
        var root = Children.RepositoryRoot;
        foreach (var folder in new[] { "docs", "samples", "bench", "eng" })
        {
            if (Directory.Exists(Path.Combine(root, folder)))
            {
                foreach (var file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories))
                {
                    yield return Path.GetRelativePath(root, file);
                }
            }
        }

        foreach (var file in Directory.EnumerateFiles(root, "*.md"))
        {
            yield return Path.GetRelativePath(root, file);
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}

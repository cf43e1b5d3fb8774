using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Contracts.Sessions;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>The targets of a makefile that have plain names: those with dots, slashes and patterns are files.</summary>
/// <remarks>A sample: <code>test: build  # run everything</code></remarks>
internal sealed partial class MakefileDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    // Of two names for the same file make takes the first.
    public IEnumerable<FriendlyCommand> Detect(FolderFiles files) => files.First("GNUmakefile", "makefile", "Makefile") is not { } file || files.Text(file) is not { } text
        ? []
        : text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Select(line => Rule().Match(line))
            .Where(rule => rule.Success)
            .SelectMany(rule => rule.Groups["targets"].Value.Split(' ', '\t').Where(target => target.Length > 0))
            .Distinct(StringComparer.Ordinal)
            .Select(target => FriendlyKinds.Named(target, $"make {CommandText.Quote(target)}", $"{file}:{target}", factor: 0.95));

    // A rule begins its line; := ::= and = make variables.
    [GeneratedRegex(@"^(?<targets>[A-Za-z0-9][A-Za-z0-9_-]*([ \t]+[A-Za-z0-9][A-Za-z0-9_-]*)*)[ \t]*::?(?![:=])", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Rule();
}

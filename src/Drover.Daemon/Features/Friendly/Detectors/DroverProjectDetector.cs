using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>A <c>drover.yaml</c> or <c>Procfile</c>: all of it, and the lines of a Procfile one by one.</summary>
/// <remarks>A sample: <code>web: flask run --port $PORT</code></remarks>
internal sealed partial class DroverProjectDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.First("drover.yaml", "drover.yml") is { } project)
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "drover up", project, Confidence.Configured + 0.1);
        }

        foreach (var line in (files.Text("Procfile") ?? "").Split('\n').Select(line => Line().Match(line)).Where(line => line.Success))
        {
            // The port that whoever reads a Procfile gives to each process.
            var command = Port().Replace(line.Groups["command"].Value, "$$FREE_PORT");
            var source = $"Procfile:{line.Groups["name"].Value}";
            yield return line.Groups["name"].Value == "web"
                ? FriendlyKinds.As(FriendlyKind.Dev, command, source, Confidence.Configured)
                : FriendlyKinds.Named(line.Groups["name"].Value, command, source, Confidence.Configured);
        }
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9_-]+)\s*:\s*(?<command>\S.*?)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Line();

    [GeneratedRegex(@"\$PORT\b|\$\{PORT(:-[0-9]+)?\}", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Port();
}

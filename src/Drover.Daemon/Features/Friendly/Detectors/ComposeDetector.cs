using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>A compose file with services.</summary>
internal sealed class ComposeDetector : IFriendlyDetector
{
    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.First("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml") is { } file
            && files.Text(file)?.Split('\n').Any(line => line.StartsWith("services:", StringComparison.Ordinal)) is true)
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "docker compose up", file, Confidence.Convention);
            yield return FriendlyKinds.As(FriendlyKind.Build, "docker compose build", file, Confidence.Guess);
        }
    }
}

using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>What go does with a module.</summary>
internal sealed class GoDetector : IFriendlyDetector
{
    private const string File = "go.mod";

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.Text(File) is null)
        {
            yield break;
        }

        yield return FriendlyKinds.As(FriendlyKind.Test, "go test ./...", File, Confidence.Configured);
        if (files.Text("main.go") is not null)
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "go run .", "main.go", Confidence.Configured);
        }

        yield return FriendlyKinds.As(FriendlyKind.Lint, "go vet ./...", File, Confidence.Convention);
        if (files.First(".golangci.yml", ".golangci.yaml", ".golangci.toml") is { } linters)
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, "golangci-lint run", linters, Confidence.Configured);
        }

        yield return FriendlyKinds.As(FriendlyKind.Build, "go build ./...", File, Confidence.Configured);
        yield return FriendlyKinds.As(FriendlyKind.Format, "go fmt ./...", File, Confidence.Convention);
    }
}

using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>What cargo does with a <c>Cargo.toml</c>.</summary>
internal sealed class CargoDetector : IFriendlyDetector
{
    private const string File = "Cargo.toml";

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.Text(File) is not { } manifest)
        {
            yield break;
        }

        yield return FriendlyKinds.As(FriendlyKind.Test, "cargo test", File, Confidence.Configured);
        if (files.Has("src/main.rs") || manifest.Contains("[[bin]]", StringComparison.Ordinal))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "cargo run", File, Confidence.Configured);
        }

        yield return FriendlyKinds.As(FriendlyKind.Lint, "cargo clippy", File, Confidence.Convention);
        yield return FriendlyKinds.As(FriendlyKind.Build, "cargo build", File, Confidence.Configured);
        yield return FriendlyKinds.As(FriendlyKind.Format, "cargo fmt", File, Confidence.Convention);
    }
}

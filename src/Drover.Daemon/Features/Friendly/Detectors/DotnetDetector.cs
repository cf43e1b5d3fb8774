using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>What dotnet does with a solution or a project.</summary>
internal sealed class DotnetDetector : IFriendlyDetector
{
    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        var solution = files.Ending(".slnx", ".sln");
        var project = files.Ending(".csproj", ".fsproj", ".vbproj");
        if ((solution ?? project) is not { } file)
        {
            yield break;
        }

        var text = project is null ? "" : files.Text(project) ?? "";
        if (solution is not null || text.Contains("Microsoft.NET.Test.Sdk", StringComparison.OrdinalIgnoreCase) || text.Contains("xunit.v3", StringComparison.OrdinalIgnoreCase))
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, "dotnet test", file, Confidence.Configured);
        }

        if (text.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "dotnet watch run", project!, Confidence.Configured);
        }
        else if (text.Contains("<OutputType>Exe", StringComparison.OrdinalIgnoreCase))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "dotnet run", project!, Confidence.Configured);
        }

        yield return FriendlyKinds.As(FriendlyKind.Lint, "dotnet format --verify-no-changes", file, Confidence.Convention);
        yield return FriendlyKinds.As(FriendlyKind.Build, "dotnet build", file, Confidence.Configured);
        yield return FriendlyKinds.As(FriendlyKind.Format, "dotnet format", file, Confidence.Convention);
    }
}

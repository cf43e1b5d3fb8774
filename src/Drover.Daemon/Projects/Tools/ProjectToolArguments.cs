namespace Drover.Daemon.Projects.Tools;

internal sealed record ProjectUpArguments(string? Path, IReadOnlyList<string>? Names, bool? DryRun, int? TimeoutMs);

internal sealed record ProjectStatusArguments(string? Path, string? Project);

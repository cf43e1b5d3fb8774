namespace Drover.Daemon.Features.Jobs;

/// <summary>The id of a job as people write it: <c>j_</c> and twelve characters, the beginning of its UUID.</summary>
internal static class JobId
{
    public const string Prefix = "j_";

    private const int Length = 12;

    public static string Of(Guid id) => Prefix + id.ToString("N")[..Length];
}

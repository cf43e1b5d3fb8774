namespace Drover.Daemon.Projects;

/// <summary>The JSON Schema of <c>drover.yaml</c>, of which docs/drover.schema.json is a copy for editors.</summary>
internal static class ProjectSchema
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ProjectSchema).Assembly.GetManifestResourceStream("drover.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

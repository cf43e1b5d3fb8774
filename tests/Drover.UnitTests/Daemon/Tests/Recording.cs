namespace Drover.UnitTests.Daemon.Tests;

/// <summary>
/// What a test framework wrote, word for word but for the folder, which is <c>/shop</c>, and the names of machine and user. Two are not recorded but
/// written after the documented form: <c>surefire.xml</c>, and <c>cargo-old.txt</c>, what cargo printed before 1.73.
/// </summary>
internal static class Recording
{
    public static string Text(string name)
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IReadOnlyList<string> Lines(string name) => Text(name).Split('\n');
}

namespace Drover.TestKit;

/// <summary>Where the programs are that tests start, of the same configuration as the tests themselves.</summary>
public static class Children
{
    /// <summary>The misbehaving child, started by its own executable: <c>testchild VERB [NAME=VALUE]…</c>.</summary>
    public static string TestChild { get; } = Find("Drover.TestChild", "testchild");

    /// <summary>The built program.</summary>
    public static string Drover { get; } = Find("Drover.Cli", "drover");

    /// <summary>Root of the source tree.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>A command line for the child.</summary>
    public static string[] Command(string verb, params IEnumerable<string> options) => [TestChild, verb, .. options];

    // Tests run in artifacts/bin/PROJECT/CONFIGURATION.
    private static string Find(string project, string program)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, program);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Drover.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Drover.slnx above {AppContext.BaseDirectory}");
        }

        return folder.FullName;
    }
}

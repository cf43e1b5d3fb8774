namespace Drover.TestChild.Resources;

/// <summary>Writes files, as builds and generators do; with <c>wait</c> it stays alive afterwards.</summary>
internal sealed class WriteFiles : IVerb
{
    public string Summary => "dir=. files=1 name=file pause-ms=0 [wait] until=FILE";

    public int Run(Options options)
    {
        var folder = options.Text("dir") ?? ".";
        var name = options.Text("name") ?? "file";
        Directory.CreateDirectory(folder);
        for (long number = 1; number <= options.Number("files", 1); number++)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}-{number}.txt"), $"{Environment.ProcessId} {number}\n");
            Thread.Sleep((int)options.Number("pause-ms", 0));
        }

        Child.Line("written");
        if (options.Has("wait"))
        {
            Child.WaitForEnd(options);
        }

        return 0;
    }
}

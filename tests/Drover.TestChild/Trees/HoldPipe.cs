namespace Drover.TestChild.Trees;

/// <summary>Ends at once, while a grandchild keeps the output open until the file named by <c>until=</c> is there; then that one says <c>late</c>.</summary>
internal sealed class HoldPipe : IVerb
{
    public string Summary => "until=FILE code=0 [setsid] (prints 'grandchild PID')";

    public int Run(Options options)
    {
        var words = new List<string> { "sleep", "say=late" };
        if (options.Text("until") is { } file)
        {
            words.Add("until=" + file);
        }

        if (options.Has("setsid"))
        {
            words.Add("setsid");
        }

        using var grandchild = Child.Again(words);
        Child.Line($"grandchild {grandchild.Id}");
        return (int)options.Number("code", 0);
    }
}

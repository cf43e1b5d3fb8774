namespace Drover.TestChild.Trees;

/// <summary>Starts a child of its own in the same process group, tells its pid, and waits, or ends with <c>exit</c>.</summary>
internal sealed class ForkGrandchild : IVerb
{
    public string Summary => "[exit] code=0 until=FILE (prints 'grandchild PID')";

    public int Run(Options options)
    {
        using var grandchild = Child.Again("sleep");
        Child.Line($"grandchild {grandchild.Id}");
        if (!options.Has("exit"))
        {
            Child.WaitForEnd(options);
        }

        return (int)options.Number("code", 0);
    }
}

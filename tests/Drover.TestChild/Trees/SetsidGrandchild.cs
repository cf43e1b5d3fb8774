namespace Drover.TestChild.Trees;

/// <summary>
/// A grandchild in a session of its own, so that no signal to the group reaches it. With <c>orphan</c> its parent
/// is gone as well (double fork), as daemons do it.
/// </summary>
internal sealed class SetsidGrandchild : IVerb
{
    public string Summary => "[orphan] [exit] code=0 until=FILE (prints 'ready PID' from the grandchild)";

    public int Run(Options options)
    {
        if (options.Has("between"))
        {
            using var sleeper = Child.Again("sleep", "setsid", "ready");
            return 0;
        }

        using var child = options.Has("orphan")
            ? Child.Again("setsid-grandchild", "between")
            : Child.Again("sleep", "setsid", "ready");
        if (!options.Has("exit"))
        {
            Child.WaitForEnd(options);
        }

        return (int)options.Number("code", 0);
    }
}

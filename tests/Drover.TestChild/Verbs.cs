using Drover.TestChild.Endings;
using Drover.TestChild.Output;
using Drover.TestChild.Resources;
using Drover.TestChild.Trees;

namespace Drover.TestChild;

/// <summary>One way to misbehave.</summary>
internal interface IVerb
{
    string Summary { get; }

    int Run(Options options);
}

internal static class Verbs
{
    public static readonly SortedDictionary<string, IVerb> All = new(StringComparer.Ordinal)
    {
        ["ansi"] = new Ansi(),
        ["close-stdout"] = new CloseStdout(),
        ["cr-progress"] = new CrProgress(),
        ["crash-after"] = new CrashAfter(),
        ["eat-memory"] = new EatMemory(),
        ["exit"] = new Exit(),
        ["flood"] = new Flood(),
        ["flood-both"] = new FloodBoth(),
        ["fork-grandchild"] = new ForkGrandchild(),
        ["hold-pipe"] = new HoldPipe(),
        ["huge-line"] = new HugeLine(),
        ["ignore-term"] = new IgnoreTerm(),
        ["invalid-utf8"] = new InvalidUtf8(),
        ["listen"] = new Listen(),
        ["nul"] = new Nul(),
        ["numbered"] = new Numbered(),
        ["partial-line"] = new PartialLine(),
        ["print"] = new Print(),
        ["read-stdin"] = new ReadStdin(),
        ["setsid-grandchild"] = new SetsidGrandchild(),
        ["show"] = new Show(),
        ["signal-self"] = new SignalSelf(),
        ["sleep"] = new Sleep(),
        ["slow-lines"] = new SlowLines(),
        ["tiny-writes"] = new TinyWrites(),
        ["write-files"] = new WriteFiles(),
    };
}

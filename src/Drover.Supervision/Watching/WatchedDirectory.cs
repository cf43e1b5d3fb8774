namespace Drover.Supervision.Watching;

/// <summary>One directory of a watched tree.</summary>
internal sealed class WatchedDirectory
{
    public WatchedDirectory(WatchRoot root, WatchedDirectory? parent, string path, TreeInbox inbox)
    {
        (Root, Parent, FullPath) = (root, parent, path);
        Subscription = new Subscription(inbox, this);
    }

    public WatchRoot Root { get; }

    public WatchedDirectory? Parent { get; }

    /// <summary>Absolute real path.</summary>
    public string FullPath { get; }

    public Subscription Subscription { get; }

    /// <summary>True once the tree has let go of it; events that were on their way are then of no interest.</summary>
    public bool IsRemoved { get; set; }

    public Dictionary<string, WatchedDirectory> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>Set when this directory is the uppermost one of a repository of its own (a submodule, a clone inside).</summary>
    public GitIgnoreRules? OwnRules { get; set; }

    public IgnoreRules Rules => OwnRules ?? Parent?.Rules ?? Root.Rules;

    /// <summary>Files that count.</summary>
    public int FileCount { get; set; }

    /// <summary>Sum of the stamps of the files that count: 8 bytes a directory instead of a list of its files.</summary>
    public long Fingerprint { get; set; }

    /// <summary>The rules in use here and below.</summary>
    public IEnumerable<IgnoreRules> AllRules => Children.Values.SelectMany(c => c.AllRules).Prepend(Rules);

    public bool HoldsFiles => FileCount > 0 || Children.Values.Any(c => c.HoldsFiles);

    public string PathOf(string name) => FullPath == "/" ? "/" + name : FullPath + "/" + name;
}

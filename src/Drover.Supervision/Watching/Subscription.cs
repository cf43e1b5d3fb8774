namespace Drover.Supervision.Watching;

/// <summary>One interest in the events of one directory. Several of them, of any trees, share the kernel's watch.</summary>
/// <param name="inbox">Where the events go.</param>
/// <param name="owner">What the events are about: a watched directory, a root, or the rules of a repository.</param>
/// <param name="names">When given, only events about these names are posted, and those about the directory itself.</param>
internal sealed class Subscription(TreeInbox inbox, object owner, IReadOnlySet<string>? names = null)
{
    public const int None = -1;

    public TreeInbox Inbox => inbox;

    public object Owner => owner;

    /// <summary>The kernel's watch descriptor, or <see cref="None"/>. Guarded by the queue.</summary>
    public int Watch { get; set; } = None;

    public bool Wants(string name) => names is null || name.Length == 0 || names.Contains(name);
}

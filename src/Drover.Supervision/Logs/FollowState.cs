namespace Drover.Supervision.Logs;

/// <summary>What the owner of a log tells a follower.</summary>
/// <param name="IsOver">Nothing will be written any more; the follower ends when it has read what is there.</param>
/// <param name="Changed">Completes when this may not be true any more; the follower then asks again.</param>
public readonly record struct FollowState(bool IsOver, Task Changed);

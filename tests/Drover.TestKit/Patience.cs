using System.Runtime.CompilerServices;

namespace Drover.TestKit;

/// <summary>
/// The one timeout of all tests: generous, because it is only ever reached by a failure. Tests wait on events; this ends
/// the wait for one that never comes.
/// </summary>
public static class Patience
{
    /// <summary>60 s.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(60);

    /// <summary>A token that is cancelled when patience ends.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Max).Token;

    /// <summary>The task's result, or a failure that names what was waited for.</summary>
    public static async Task<T> Patiently<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        await ((Task)task).Patiently(what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>The end of the task, or a failure that names what was waited for.</summary>
    public static async Task Patiently(this Task task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            await task.WaitAsync(Max).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new PatienceException($"Waited {Max.TotalSeconds:0} s for: {what}");
        }
    }

    /// <summary>
    /// For what announces itself by no event (a process in /proc, a file of another program): asks every few
    /// milliseconds until the condition holds.
    /// </summary>
    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        UntilAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Max)
            {
                throw new PatienceException($"Waited {Max.TotalSeconds:0} s until: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5)).ConfigureAwait(false);
        }
    }
}

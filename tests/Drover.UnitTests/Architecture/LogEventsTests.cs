using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Drover.UnitTests.Architecture;

/// <summary>Log events are named by number in searches and alerts: one number, one event.</summary>
public class LogEventsTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_two_log_events_of_a_project_have_the_same_id()
    {
        var doubled = Events()
            .GroupBy(found => (found.Method.DeclaringType!.Assembly, found.Event.EventId))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.EventId}: {string.Join(", ", group.Select(found => $"{found.Method.DeclaringType}.{found.Method.Name}"))}");

        Assert.Empty(doubled);
    }

    [Fact]
    public void Every_log_event_has_an_id_of_its_own_choosing() =>
        Assert.Empty(Events().Where(found => found.Event.EventId <= 0).Select(found => $"{found.Method.DeclaringType}.{found.Method.Name}"));

    private static IEnumerable<(MethodInfo Method, LoggerMessageAttribute Event)> Events() =>
        from name in new[] { "Drover.Supervision", "Drover.Daemon", "drover" }
        from type in Assembly.Load(name).GetTypes()
        from method in type.GetMethods(Everything)
        let found = method.GetCustomAttribute<LoggerMessageAttribute>()
        where found is not null
        select (method, found);
}

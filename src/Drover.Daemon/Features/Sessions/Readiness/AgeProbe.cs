using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Yes once the run has lived long enough.</summary>
internal sealed class AgeProbe(ProbeTarget target, TimeSpan age, TimeProvider time) : IProbe
{
    public string Subject => $"an age of {SpanText.Say(age)}";

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var left = age - target.Age();
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellation);
        }

        return new ProbeAnswer(true);
    }
}

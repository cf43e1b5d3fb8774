using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Jobs.Streaming;

namespace Drover.Daemon.Features.Tests;

/// <summary>The frame <c>result</c> of a job that runs tests, wherever it is followed.</summary>
internal sealed class TestFindings(TestService tests) : IJobFindings
{
    public async ValueTask<Action<SseWriter, long>?> OfAsync(KnownJob job, CancellationToken cancellation)
    {
        var result = await tests.ResultOfAsync(job).AsTask().WaitAsync(cancellation);
        return result is null ? null : (writer, id) => writer.Write(id, result, DroverJson.Default.TestResultFrame);
    }
}

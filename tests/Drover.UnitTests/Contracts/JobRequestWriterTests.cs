using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Client;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Contracts;

public sealed class JobRequestWriterTests
{
    public static TheoryData<JobRequest> Requests =>
    [
        new JobRequest(),
        new JobRequest { Cmd = "echo \"x\" > ü", Cwd = "/a b", Timeout = 1.5, Stdin = "in\n", OnDisconnect = DisconnectPolicy.Cancel },
        new JobRequest { Cmd = "a", Env = new Dictionary<string, string> { ["A"] = "1" }, BaseEnv = BaseEnvironment.None, OnDisconnect = DisconnectPolicy.Continue },
        new JobRequest { Cmd = "a", BaseEnv = BaseEnvironment.Of(new Dictionary<string, string> { ["PATH"] = "/bin" }) },
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void By_hand_and_by_the_serializer_the_same_is_written(JobRequest request)
    {
        var generated = JsonNode.Parse(JsonSerializer.Serialize(request, DroverJson.Default.JobRequest))!.AsObject();
        foreach (var name in generated.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            generated.Remove(name);
        }

        Assert.True(JsonNode.DeepEquals(generated, JsonNode.Parse(JobRequestWriter.Write(request).Span)));
    }
}

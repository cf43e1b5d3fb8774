using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Contracts;

public sealed class DependencyListTests
{
    [Theory]
    [InlineData("""["db","cache"]""", """["db","cache"]""")]
    [InlineData("""{"db":"ready","cache":"ready"}""", """["db","cache"]""")]
    [InlineData("""{"db":"started","seed":"exited_ok","x":"exited","y":"ready"}""", """{"db":"started","seed":"exited_ok","x":"exited","y":"ready"}""")]
    [InlineData("[]", "[]")]
    public void It_is_a_list_or_an_object_on_the_wire(string json, string written) => Assert.Equal(
        $$"""{"depends_on":{{written}}}""",
        JsonSerializer.Serialize(JsonSerializer.Deserialize($$"""{"depends_on":{{json}}}""", DroverJson.Default.SessionSpec)!, DroverJson.Default.SessionSpec));

    [Theory]
    [InlineData("\"db\"")]
    [InlineData("[1]")]
    [InlineData("""{"db":"up"}""")]
    [InlineData("""{"db":1}""")]
    public void Anything_else_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"depends_on":{{json}}}""", DroverJson.Default.SessionSpec));

    [Theory]
    [InlineData("\"auto\"", null)]
    [InlineData("4000", 4000)]
    public void A_port_is_auto_or_a_number(string json, int? number) =>
        Assert.Equal(new SessionPort(number), JsonSerializer.Deserialize($$"""{"port":{{json}}}""", DroverJson.Default.SessionSpec)!.Port);

    [Theory]
    [InlineData("\"any\"")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("true")]
    public void Any_other_port_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"port":{{json}}}""", DroverJson.Default.SessionSpec));
}

using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Drover.UnitTests.Daemon.Edges;

public sealed class QueryReaderTests
{
    [Fact]
    public void What_is_asked_for_is_read_and_what_is_missing_is_null()
    {
        var query = Reader(("limit", "5"), ("follow", "1"), ("stream", "stdout"));
        Assert.Equal(5, query.Number("limit", 1, 10));
        Assert.True(query.Flag("follow"));
        Assert.Equal("stdout", query.OneOf("stream", "stdout", "stderr"));
        Assert.Null(query.Text("grep"));
        Assert.Null(query.Check());
    }

    [Fact]
    public void The_first_mistake_is_the_one_told()
    {
        var query = Reader(("limit", "0"), ("stream", "both"));
        query.Number("limit", 1, 10);
        query.OneOf("stream", "stdout", "stderr");
        Assert.Equal("limit", query.Check()!.Details!["field"]);
    }

    [Fact]
    public void A_name_nobody_asked_for_is_a_mistake()
    {
        var query = Reader(("limt", "5"));
        query.Number("limit", 1, 10);
        Assert.Equal(ErrorCodes.RequestUnknownParameter, query.Check()!.Code);
    }

    private static QueryReader Reader(params (string Name, string Value)[] values) =>
        new(new QueryCollection(values.ToDictionary(pair => pair.Name, pair => new StringValues(pair.Value), StringComparer.Ordinal)));
}

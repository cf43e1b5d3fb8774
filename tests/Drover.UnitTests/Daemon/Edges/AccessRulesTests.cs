using System.Net;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http.Access;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Drover.UnitTests.Daemon.Edges;

public sealed class AccessRulesTests
{
    [Theory]
    [InlineData("localhost:7777", true)]
    [InlineData("LOCALHOST:7777", true)]
    [InlineData("127.0.0.1:7777", true)]
    [InlineData("[::1]:7777", true)]
    [InlineData("box:7777", true)]
    [InlineData("tunnel:9000", true)]
    [InlineData("[fd00::1]:7777", true)]
    [InlineData("192.0.2.1:7777", true)]
    [InlineData("tunnel:7777", false)]
    [InlineData("box", false)]
    [InlineData("box:17777", false)]
    [InlineData("localhost.:7777", false)]
    [InlineData("evil.localhost:7777", false)]
    [InlineData("0.0.0.0:7777", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_Host_is_one_of_the_exact_names(string? host, bool allowed)
    {
        var list = new HostAllowList(["box", "tunnel:9000"], [IPAddress.Any, IPAddress.Parse("192.0.2.1"), IPAddress.Parse("fd00::1")]);
        Assert.Equal(allowed, list.Allows(host, 7777));
    }

    [Fact]
    public void On_port_80_the_port_is_left_out()
    {
        var list = new HostAllowList([], []);
        Assert.True(list.Allows("localhost", 80));
        Assert.False(list.Allows("localhost", 81));
    }

    [Fact]
    public void Two_origins_are_one_too_many()
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost:7777");
        http.Request.Headers.Origin = "http://localhost:7777";
        Assert.Null(OriginCheck.Refuse(http.Request));
        http.Request.Headers.Origin = new(["http://localhost:7777", "http://evil.example"]);
        Assert.Equal(ErrorCodes.AccessOriginForbidden, OriginCheck.Refuse(http.Request)!.Code);
    }

    [Theory]
    [InlineData("Bearer s3cret", null)]
    [InlineData("bearer s3cret", null)]
    [InlineData("Bearer s3cre", ErrorCodes.AccessTokenInvalid)]
    [InlineData("Bearer ", ErrorCodes.AccessTokenInvalid)]
    [InlineData("Basic s3cret", ErrorCodes.AccessTokenRequired)]
    [InlineData("", ErrorCodes.AccessTokenRequired)]
    public void The_token_must_be_the_whole_token(string authorization, string? code)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = authorization;
        Assert.Equal(code, new TokenCheck(Encoding.UTF8.GetBytes("s3cret")).Refuse(http.Request)?.Code);
        Assert.Null(new TokenCheck(null).Refuse(http.Request));
    }
}

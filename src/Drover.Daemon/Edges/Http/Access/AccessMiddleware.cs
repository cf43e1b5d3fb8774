using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>
/// Who may come in, asked before routing's endpoint runs: the peer's user, the Host, the Origin, the token. The unix socket is 0600 in a 0700
/// folder, so the file system has asked already; only browsers' headers are looked at there.
/// </summary>
internal sealed partial class AccessMiddleware(HostAllowList hosts, TokenCheck token, ILogger<AccessMiddleware> logger)
{
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (Refuse(http) is not { } error)
        {
            return next(http);
        }

        Refused(http.Request.Method, http.Request.Path, error.Code, error.Message);
        if (string.Equals(error.Code, ErrorCodes.AccessTokenRequired, StringComparison.Ordinal) || string.Equals(error.Code, ErrorCodes.AccessTokenInvalid, StringComparison.Ordinal))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Problems.WriteAsync(http, error);
    }

    private Error? Refuse(HttpContext http)
    {
        if (http.Connection.LocalIpAddress is null)
        {
            return OriginCheck.Refuse(http.Request);
        }

        if (http.Features.Get<PeerVerdict>() is { Allowed: false } verdict)
        {
            var who = verdict.User is { } user ? $"user {user}" : "an unknown user";
            return new Error(ErrorCodes.AccessPeerForbidden, $"This connection belongs to {who}, not to the daemon's user (peer_check).");
        }

        var host = http.Request.Host.Value;
        if (!hosts.Allows(host, http.Connection.LocalPort))
        {
            return new Error(
                ErrorCodes.AccessHostForbidden,
                $"The Host \"{host}\" is none of this daemon's names. Use localhost:{http.Connection.LocalPort}, or add the name to http.hosts.",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host ?? "" });
        }

        return OriginCheck.Refuse(http.Request) ?? token.Refuse(http.Request);
    }

    [LoggerMessage(1302, LogLevel.Warning, "{Method} {Path} refused, {Code}: {Reason}")]
    private partial void Refused(string method, string path, string code, string reason);
}

using System.Security.Cryptography;
using System.Text;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary><c>Authorization: Bearer TOKEN</c>. Digests are compared, in constant time: neither content nor length leaks.</summary>
internal sealed class TokenCheck
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _digest;

    public TokenCheck(byte[]? token) => _digest = token is null ? null : SHA256.HashData(token);

    public Error? Refuse(HttpRequest request)
    {
        if (_digest is null)
        {
            return null;
        }

        var sent = request.Headers.Authorization.ToString();
        if (!sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new Error(ErrorCodes.AccessTokenRequired, "Send the daemon's token: Authorization: Bearer TOKEN (the CLI takes it from DROVER_TOKEN).");
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(sent[Scheme.Length..].Trim()));
        return CryptographicOperations.FixedTimeEquals(digest, _digest) ? null : new Error(ErrorCodes.AccessTokenInvalid, "The token is not the daemon's.");
    }
}

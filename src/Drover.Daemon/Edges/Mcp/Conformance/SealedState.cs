using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>State that travels through the client: signed, because the client could change it.</summary>
internal static class SealedState
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static string Seal(string state) => $"{state}.{Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";

    /// <returns>Null when the client sent none.</returns>
    /// <exception cref="McpProtocolException">It is not what was given out.</exception>
    public static string? Of(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params.RequestState is not { } sent)
        {
            return null;
        }

        var state = sent.Split('.')[0];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(state)), Encoding.UTF8.GetBytes(sent))
            ? state
            : throw new McpProtocolException("requestState is not what was given out.", McpErrorCode.InvalidParams);
    }
}

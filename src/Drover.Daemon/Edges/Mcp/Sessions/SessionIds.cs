using System.Security.Cryptography;
using System.Text;

namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>
/// Session ids that a daemon recognises after a restart: random bytes and their signature with the data folder's key. Most clients do not initialize
/// again on 404, so a session of ours that is only forgotten is taken up again.
/// </summary>
internal sealed class SessionIds(byte[] key)
{
    private const int RandomBytes = 16;
    private const int SignatureBytes = 16;

    public string New()
    {
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        return $"{random}-{Sign(random)}";
    }

    public bool IsOurs(string id) => id.Split('-') is [{ Length: RandomBytes * 2 } random, var signature]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(random)));

    private string Sign(string random) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(random)).AsSpan(0, SignatureBytes));
}

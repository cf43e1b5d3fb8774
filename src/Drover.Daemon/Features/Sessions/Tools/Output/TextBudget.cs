using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Daemon.Features.Sessions.Tools.Output;

/// <summary>How much text fits into an answer, counted as it will stand there: in JSON, with its newlines and quotes escaped.</summary>
internal sealed class TextBudget(int bytes)
{
    /// <summary>What an answer may have when nothing is said: with everything around it 8 KiB.</summary>
    public const int Default = 7 << 10;

    public const int Least = 256;
    public const int Most = 1 << 20;

    /// <summary>The longest line: one must not push out all the others.</summary>
    public int LongestLine { get; } = Math.Max(Least, bytes / 4);

    private int _left = bytes;

    public bool Takes(string line)
    {
        // A line and its newline, which is two characters there.
        var cost = JsonEncodedText.Encode(line, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + 2;
        if (cost > _left)
        {
            return false;
        }

        _left -= cost;
        return true;
    }
}

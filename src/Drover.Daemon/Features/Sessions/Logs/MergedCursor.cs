using System.Buffers.Binary;
using System.Buffers.Text;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>A position in several logs at once: the next line of each session. Opaque on the wire: base64url of 24 bytes a session.</summary>
internal sealed class MergedCursor(IReadOnlyDictionary<Guid, long> positions)
{
    private const int IdLength = 16;
    private const int RowLength = IdLength + sizeof(long);
    private const int MostSessions = 10_000;

    /// <summary>Where to go on in a session; null when the cursor does not know it, e.g. because it is newer.</summary>
    public long? this[Guid session] => positions.TryGetValue(session, out var next) ? next : null;

    public static MergedCursor? Parse(string text)
    {
        if (text.Length > Base64Url.GetEncodedLength(MostSessions * RowLength) || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length % RowLength != 0)
        {
            return null;
        }

        var positions = new Dictionary<Guid, long>();
        for (var row = 0; row < bytes.Length; row += RowLength)
        {
            var next = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(row + IdLength));
            if (next < 0 || !positions.TryAdd(new Guid(bytes.AsSpan(row, IdLength)), next))
            {
                return null;
            }
        }

        return new MergedCursor(positions);
    }

    /// <summary>The position behind one more line.</summary>
    public MergedCursor Behind(MergedLine line) =>
        new(new Dictionary<Guid, long>(positions) { [line.Session.Id] = line.Line.Sequence + 1 });

    public override string ToString()
    {
        var bytes = new byte[positions.Count * RowLength];
        var row = 0;
        foreach (var (session, next) in positions)
        {
            session.TryWriteBytes(bytes.AsSpan(row));
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(row + IdLength), next);
            row += RowLength;
        }

        return Base64Url.EncodeToString(bytes);
    }
}

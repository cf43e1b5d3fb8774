using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Supervision.Posix;

/// <summary>A null-terminated array of C strings (argv, envp) in one unmanaged block.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _block;

    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        var bytes = 0;
        foreach (var text in strings)
        {
            bytes += Encoding.UTF8.GetByteCount(text) + 1;
        }

        Bytes = bytes;
        Count = strings.Count;
        var pointers = (nuint)(Count + 1) * (nuint)sizeof(byte*);
        _block = (byte**)NativeMemory.Alloc(pointers + (nuint)bytes);
        var next = (byte*)_block + pointers;
        var n = 0;
        foreach (var text in strings)
        {
            _block[n++] = next;
            next += Encoding.UTF8.GetBytes(text, new Span<byte>(next, bytes));
            *next++ = 0;
        }

        _block[n] = null;
    }

    /// <summary>The size of the strings, their terminating zeroes included: what E2BIG is judged by, with the pointers.</summary>
    public int Bytes { get; }

    public int Count { get; }

    public byte** Pointer => _block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}

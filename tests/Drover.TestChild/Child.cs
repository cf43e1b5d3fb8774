using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Drover.TestChild;

/// <summary>What the verbs share: raw output, waiting, and starting this program again.</summary>
internal static partial class Child
{
    /// <summary>Standard output, unbuffered: one Write is one write(2).</summary>
    public static readonly Stream Out = Console.OpenStandardOutput();

    public static readonly Stream Err = Console.OpenStandardError();

    public static void Line(string text) => Out.Write(Encoding.UTF8.GetBytes(text + "\n"));

    public static void ErrorLine(string text) => Err.Write(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Forever, or until the file named by <c>until=</c> is there.</summary>
    public static void WaitForEnd(Options options)
    {
        if (options.Text("until") is not { } file)
        {
            Thread.Sleep(Timeout.Infinite);
            return;
        }

        while (!File.Exists(file))
        {
            Thread.Sleep(5);
        }
    }

    /// <summary>Starts this program with another verb. The child has this one's stdin, stdout, stderr and environment.</summary>
    public static Process Again(params IEnumerable<string> words) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words) { UseShellExecute = false })!;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsid();
}

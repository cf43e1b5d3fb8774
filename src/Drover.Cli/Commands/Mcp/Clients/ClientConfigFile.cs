using System.Text;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>A client's configuration on disk. It is replaced whole, so that a client never reads half of it; links and rights stay.</summary>
internal sealed class ClientConfigFile(string path)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal string Path { get; } = path;

    /// <summary>Its text; empty when there is no such file.</summary>
    internal string Read()
    {
        try
        {
            return Strict.GetString(File.ReadAllBytes(Target())).TrimStart('\uFEFF');
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
        catch (DecoderFallbackException)
        {
            throw new ClientConfigException("it is not UTF-8", 1, 1);
        }
    }

    /// <summary>Puts a new text in its place. An empty one removes the file.</summary>
    internal void Write(string text)
    {
        var target = Target();
        if (text.Length == 0)
        {
            File.Delete(target);
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var aside = $"{target}.{Environment.ProcessId}.new";
        var mode = File.Exists(target) && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mode }))
            {
                file.Write(Strict.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, target, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    // Dotfiles are often links into a repository.
    private string Target() => new FileInfo(Path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path : Path;
}

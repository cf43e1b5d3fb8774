using System.Globalization;
using System.Text;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Telemetry;

/// <summary>
/// daemon.log: appended line by line, renamed to daemon.log.1 at its cap. A line that cannot be written (full disk) is counted and told with the
/// next one that can; the daemon goes on.
/// </summary>
internal sealed class DaemonLogFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly long _cap;
    private readonly TextWriter _echo;
    private FileStream? _file;
    private long _lost;

    /// <param name="path">The file.</param>
    /// <param name="cap">Bytes at which it is rotated.</param>
    /// <param name="echo">Gets every line too: the terminal of a foreground daemon.</param>
    public DaemonLogFile(string path, long cap, TextWriter echo) => (_path, _cap, _echo) = (path, cap, echo);

    public void Write(string line)
    {
        lock (_gate)
        {
            _echo.WriteLine(line);
            try
            {
                _file ??= Open();
                if (_file.Length >= _cap)
                {
                    Rotate();
                }

                if (_lost > 0)
                {
                    Append($"({_lost.ToString(CultureInfo.InvariantCulture)} lines could not be written)");
                    _lost = 0;
                }

                Append(line);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _lost++;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private FileStream Open() => new(_path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = OwnFile.Mode,
        BufferSize = 0,
    });

    private void Rotate()
    {
        _file!.Dispose();
        _file = null;
        File.Move(_path, _path + ".1", overwrite: true);
        _file = Open();
    }

    private void Append(string line) => _file!.Write(Encoding.UTF8.GetBytes(line + "\n"));
}

using System.Text.Json;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Features.Terminals;

/// <summary>
/// A file for each terminal, by which the next daemon knows which runs are terminals and whose output nobody needs any more. Files and no
/// table: what they tell is of use only as long as the run directory beside them.
/// </summary>
internal sealed class TerminalFiles(string folder)
{
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Write(Guid id, TerminalPlan plan)
    {
        Directory.CreateDirectory(folder, OwnFile.DirectoryMode);
        using var file = new FileStream(PathOf(id), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnFile.Mode });
        JsonSerializer.Serialize(file, plan, TerminalJson.Default.TerminalPlan);
    }

    public void Remove(Guid id) => File.Delete(PathOf(id));

    public IReadOnlyList<Guid> All() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder).Select(path => Guid.TryParse(Path.GetFileName(path), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    /// <summary>The plan of a terminal; null for a file that was not written to its end.</summary>
    public TerminalPlan? Read(Guid id)
    {
        try
        {
            using var file = File.OpenRead(PathOf(id));
            return JsonSerializer.Deserialize(file, TerminalJson.Default.TerminalPlan);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(Guid id) => Path.Combine(folder, id.ToString());
}

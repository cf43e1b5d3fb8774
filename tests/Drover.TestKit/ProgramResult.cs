using System.Text.Json;

namespace Drover.TestKit;

/// <summary>What a program said and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="Error">Its stderr.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Itself, or a failure that shows all there is.</summary>
    public ProgramResult Succeeded() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"Exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}");
}

using System.Text.Json;

namespace Drover.TestKit.Agents;

/// <summary>What the model does when it is asked once. A closed family.</summary>
public abstract record ModelTurn
{
    private ModelTurn()
    {
    }

    /// <summary>Says something and is done.</summary>
    public sealed record Says(string Text) : ModelTurn;

    /// <summary>Has a tool used.</summary>
    /// <param name="Tool">Its name.</param>
    /// <param name="Input">Its input as JSON.</param>
    public sealed record Uses(string Tool, string Input) : ModelTurn;

    /// <summary>Begins to answer, and the connection breaks.</summary>
    public sealed record Breaks : ModelTurn;

    /// <summary>Takes the question and never answers.</summary>
    public sealed record NeverAnswers : ModelTurn;

    /// <summary>Refuses the key.</summary>
    public sealed record RefusesKey : ModelTurn;

    /// <summary>Claude Code's tool for commands.</summary>
    public static ModelTurn Bash(string command) => new Uses("Bash", JsonSerializer.Serialize(new { command, description = "a command" }));

    /// <summary>Claude Code's tool that writes a file.</summary>
    public static ModelTurn Write(string path, string content) => new Uses("Write", JsonSerializer.Serialize(new { file_path = path, content }));

    /// <summary>Codex's tool for commands.</summary>
    public static ModelTurn Exec(string cmd) => new Uses("exec_command", JsonSerializer.Serialize(new { cmd }));
}

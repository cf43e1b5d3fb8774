using Drover.Contracts.Client;

namespace Drover.Cli.Commands.Projects;

/// <summary>Where the common log goes: to people, or as JSON.</summary>
internal interface IProjectLines
{
    /// <summary>Value of <c>ansi=</c>.</summary>
    string? Ansi { get; }

    void Show(LogRecord record);

    void Flush();
}

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>A configuration file that is broken, or not of the expected form: it is left alone.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="line">Line, from 1.</param>
/// <param name="column">Column, from 1.</param>
internal sealed class ClientConfigException(string message, long line, long column) : Exception(message)
{
    internal long Line => line;

    internal long Column => column;
}

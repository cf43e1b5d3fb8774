namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>A program that speaks MCP, and where it wants to be told of servers.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="UserFile">Its configuration of this user, an absolute path.</param>
/// <param name="ProjectFile">Its configuration of one project, relative to the project's folder.</param>
/// <param name="Config">How an entry is written there.</param>
/// <param name="Next">What to do in the client so that it takes notice.</param>
internal sealed record McpClient(string Name, string Title, string UserFile, string ProjectFile, IClientConfig Config, string Next);

/// <summary>The language of a configuration file. Texts in, texts out: nothing here touches a disk.</summary>
internal interface IClientConfig
{
    /// <summary>The text with Drover's entry in it; everything else stays as it is.</summary>
    /// <exception cref="ClientConfigException">The text is not what the client could read.</exception>
    string Add(string text, ServerEntry entry);

    /// <summary>The text without Drover's entry; empty when nothing is left.</summary>
    /// <exception cref="ClientConfigException">The text is not what the client could read.</exception>
    string Remove(string text);

    /// <summary>The entry alone, as a file that has nothing else.</summary>
    string Show(ServerEntry entry) => Add("", entry);
}

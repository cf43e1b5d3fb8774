using Drover.Cli.Commands.Install;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>The clients that <c>drover mcp install</c> knows. Sources: the MCP pages of each client's documentation.</summary>
internal static class McpClients
{
    internal static IReadOnlyList<McpClient> All { get; } =
    [
        new("claude", "Claude Code", Path.Combine(Folder("CLAUDE_CONFIG_DIR") ?? InstallPaths.Home, ".claude.json"), ".mcp.json",
            new JsonClientConfig("mcpServers", withType: true), "Start Claude Code again, or /mcp in a running one, to see it."),
        new("codex", "Codex", Path.Combine(Folder("CODEX_HOME") ?? Path.Combine(InstallPaths.Home, ".codex"), "config.toml"), Path.Combine(".codex", "config.toml"),
            new TomlClientConfig("mcp_servers"), "Start Codex again; /mcp lists it."),
        new("cursor", "Cursor", Path.Combine(InstallPaths.Home, ".cursor", "mcp.json"), Path.Combine(".cursor", "mcp.json"),
            new JsonClientConfig("mcpServers", withType: false), "Cursor lists it in its settings under MCP; switch it on there when it is off."),
        new("vscode", "VS Code", Path.Combine(ConfigHome, "Code", "User", "mcp.json"), Path.Combine(".vscode", "mcp.json"),
            new JsonClientConfig("servers", withType: true), "VS Code asks whether to trust it when a chat first uses it; \"MCP: List Servers\" shows it."),
        new("gemini", "Gemini CLI", Path.Combine(InstallPaths.Home, ".gemini", "settings.json"), Path.Combine(".gemini", "settings.json"),
            new JsonClientConfig("mcpServers", withType: false), "Start Gemini CLI again; /mcp lists it."),
    ];

    private static string ConfigHome => OperatingSystem.IsMacOS()
        ? Path.Combine(InstallPaths.Home, "Library", "Application Support")
        : Folder("XDG_CONFIG_HOME") ?? Path.Combine(InstallPaths.Home, ".config");

    private static string? Folder(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? folder : null;
}

using Drover.Cli.Commands.Mcp.Clients;
using Xunit;

namespace Drover.UnitTests.Cli.Mcp;

public sealed class TomlClientConfigTests
{
    private const string Table = "[mcp_servers.drover]\ncommand = \"/opt/drover\"\nargs = [\"mcp\"]\ntool_timeout_sec = 600\n";

    private static readonly TomlClientConfig Config = new("mcp_servers");
    private static readonly ServerEntry Entry = new("/opt/drover", ["mcp"], new Dictionary<string, string>());

    [Theory]
    [InlineData("")]
    [InlineData("model = \"o5\"\n")]
    [InlineData("# mine\nmodel = \"o5\"\n\n[mcp_servers.other]\ncommand = \"x\" # keep\n")]
    [InlineData("notes = \"\"\"\n[mcp_servers.drover]\nin a string\n\"\"\"\n")]
    [InlineData("notes = '''\n[mcp_servers.drover]'''\n[a.\"b.c\"]\nd = 1\n")]
    public void The_table_comes_at_the_end_and_goes_without_a_trace(string text)
    {
        var added = Config.Add(text, Entry);

        Assert.EndsWith(Table, added, StringComparison.Ordinal);
        Assert.StartsWith(text, added, StringComparison.Ordinal);
        Assert.Equal(added, Config.Add(added, Entry));
        Assert.Equal(text, Config.Remove(added));
    }

    [Fact]
    public void An_old_entry_with_its_sub_tables_is_replaced_where_it_stands()
    {
        const string Before = "[mcp_servers.drover]\ncommand = \"/old\"\n\n[mcp_servers.drover.env]\nA = \"1\"\n\n# about the next\n[mcp_servers.other]\ncommand = \"x\"\n";

        Assert.Equal(Table + "\n\n# about the next\n[mcp_servers.other]\ncommand = \"x\"\n", Config.Add(Before, Entry));
        Assert.Equal("\n# about the next\n[mcp_servers.other]\ncommand = \"x\"\n", Config.Remove(Before));
    }

    [Fact]
    public void Values_are_quoted()
    {
        var text = Config.Add("", new ServerEntry("/a \"b\"\\c", ["mcp"], new Dictionary<string, string> { ["DROVER_HOME"] = "/h" }));

        Assert.Contains("command = \"/a \\\"b\\\"\\\\c\"\n", text, StringComparison.Ordinal);
        Assert.Contains("env = { \"DROVER_HOME\" = \"/h\" }\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = 1\nmcp_servers.drover.command = \"x\"\n")]
    [InlineData("[mcp_servers]\ndrover = { command = \"x\" }\n")]
    [InlineData("\nmcp_servers = { drover = { command = \"x\" } }\n")]
    public void An_inline_entry_is_refused_with_its_line(string text)
    {
        Assert.Equal(2, Assert.Throws<ClientConfigException>(() => Config.Add(text, Entry)).Line);
    }
}

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
    public void An_old_entry_keeps_what_the_user_has_added_and_goes_with_all_of_it()
    {
        const string Before = "[mcp_servers.drover]\ncommand = \"/old\" # mine\nenabled_tools = [\n  \"a\",\n  [\"b\"],\n]\ntool_timeout_sec = 5\n\n[mcp_servers.drover.env]\nA = \"1\"\n\n# about the next\n[mcp_servers.other]\ncommand = \"x\"\n";
        var added = Config.Add(Before, Entry with { Environment = new Dictionary<string, string> { ["DROVER_HOME"] = "/h" } });

        Assert.Equal(Before.Replace("/old", "/opt/drover", StringComparison.Ordinal).Replace("tool_timeout_sec = 5\n", "tool_timeout_sec = 5\nargs = [\"mcp\"]\n", StringComparison.Ordinal).Replace("A = \"1\"\n", "A = \"1\"\nDROVER_HOME = \"/h\"\n", StringComparison.Ordinal), added);
        Assert.Equal(Config.Add(Before, Entry), Config.Add(added, Entry));
        Assert.Equal("\n# about the next\n[mcp_servers.other]\ncommand = \"x\"\n", Config.Remove(added));
    }

    [Theory]
    [InlineData("env = { A = \"1\" }", "env = { \"DROVER_HOME\" = \"/h\", A = \"1\" }", "env = { A = \"1\" }")]
    [InlineData("env = { DROVER_HOME = '/old', A = \"1\" }", "env = { DROVER_HOME = \"/h\", A = \"1\" }", "env = { A = \"1\" }")]
    [InlineData("env = { A = \"1\", \"DROVER_HOME\" = '/old' }", "env = { A = \"1\", \"DROVER_HOME\" = \"/h\" }", "env = { A = \"1\" }")]
    [InlineData("env.DROVER_HOME = '/old'", "env.DROVER_HOME = \"/h\"", null)]
    public void Of_the_variables_only_the_home_is_ours(string before, string with, string? without)
    {
        string Whole(string? env) => Table + (env is null ? "" : env + "\n");

        Assert.Equal(Whole(with), Config.Add(Whole(before), Entry with { Environment = new Dictionary<string, string> { ["DROVER_HOME"] = "/h" } }));
        Assert.Equal(Whole(without), Config.Add(Whole(before), Entry));
    }

    [Fact]
    public void Lines_that_end_with_CRLF_go_on_doing_so()
    {
        const string Before = "model = \"o5\"\r\n";
        var added = Config.Add(Before, Entry);

        Assert.Equal(Before + "\r\n" + Table.ReplaceLineEndings("\r\n"), added);
        Assert.Equal(added, Config.Add(added, Entry));
        Assert.Equal(Before, Config.Remove(added));
        Assert.Equal(added, Config.Add(added.Replace("tool_timeout_sec = 600\r\n", "", StringComparison.Ordinal), Entry));
    }

    [Theory]
    [InlineData("[mcp_servers.drover]\nargs = [\n  \"mcp\", # ] no end\n  [\"[x]\"],\n]\n", "")]
    [InlineData("[mcp_servers.drover]\nlist = [\n[ \"a\" ],\n]\n\n[z]\nb = 1\n", "\n[z]\nb = 1\n")]
    [InlineData("other = [\n[ \"mcp_servers.drover\" ],\n[1, 2]]\n[mcp_servers.drover]\ncommand = \"x\"\n", "other = [\n[ \"mcp_servers.drover\" ],\n[1, 2]]\n")]
    public void Arrays_over_several_lines_go_whole_and_no_line_in_them_is_a_header(string text, string without)
    {
        Assert.Equal(without, Config.Remove(text));
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

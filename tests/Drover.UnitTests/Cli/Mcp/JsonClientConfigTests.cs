using Drover.Cli.Commands.Mcp.Clients;
using Xunit;

namespace Drover.UnitTests.Cli.Mcp;

public sealed class JsonClientConfigTests
{
    private static readonly JsonClientConfig Config = new("mcpServers", withType: false);
    private static readonly ServerEntry Entry = new("/opt/drover", ["mcp"], new Dictionary<string, string>());

    private const string Alone = """
        {
          "mcpServers": {
            "drover": {
              "command": "/opt/drover",
              "args": [
                "mcp"
              ]
            }
          }
        }

        """;

    public static TheoryData<string> Texts =>
    [
        "{\n  \"theme\": \"dark\"\n}\n",
        "{\n\t// what it looks like\n\t\"theme\": \"dark\", // on purpose\n\t\"list\": [1, 2,],\n}\n",
        "{\n    \"mcpServers\": {\n        \"other\": { \"command\": \"x\" } /* keep, this */\n    },\n    \"z\": 1\n}\n",
        "{\n  \"a\": 1, // one\n  \"mcpServers\": {\n    // none yet, but a comment\n  }\n}",
        "{\r\n  \"mcpServers\": {\r\n    \"other\": {},\r\n  },\r\n}\r\n",
        "/* head */ {\n  \"é\": \"\\u00e9 // no comment\",\n  \"mcpServers\": { /* only a comment */ }\n}\n// tail\n",
    ];

    [Fact]
    public void A_missing_file_becomes_one_with_the_entry_alone_and_is_empty_after_it()
    {
        var text = Config.Add("", Entry);

        Assert.Equal(Alone.ReplaceLineEndings("\n"), text);
        Assert.Equal("{\n  \"mcpServers\": {}\n}\n", Config.Remove(text));
        Assert.Equal("", Config.Remove(""));
    }

    [Theory]
    [InlineData("{\n  \"mcpServers\": {}\n}\n")]
    [InlineData("{ \"mcpServers\": {} }")]
    [InlineData("// mine\r\n{\r\n  \"mcpServers\": {}\r\n}\r\n")]
    public void A_file_that_held_no_server_is_there_again_as_it_was(string text)
    {
        Assert.Equal(text, Config.Remove(Config.Add(text, Entry)));
    }

    [Theory]
    [InlineData("// servers go here\n")]
    [InlineData("/* servers */ // go here")]
    [InlineData("// one\r\n\r\n// two\r\n")]
    public void A_file_of_comments_is_an_empty_one_that_keeps_them(string text)
    {
        var added = Config.Add(text, Entry);

        Assert.StartsWith(text.TrimEnd(), added, StringComparison.Ordinal);
        Assert.Equal("/opt/drover", (string?)System.Text.Json.Nodes.JsonNode.Parse(added, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!["mcpServers"]!["drover"]!["command"]);
        Assert.Equal(added, Config.Add(added, Entry));
        Assert.Equal(text, Config.Remove(text));
        Assert.DoesNotContain("/opt/drover", Config.Remove(added), StringComparison.Ordinal);
        Assert.StartsWith(text.TrimEnd(), Config.Remove(added), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_line_that_was_there_stays_and_removing_gives_it_back(string text)
    {
        var added = Config.Add(text, Entry);

        Assert.Contains("\"drover\": {", added, StringComparison.Ordinal);
        foreach (var word in text.Split([' ', '\n', '\r', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains(word, added, StringComparison.Ordinal);
        }

        Assert.Equal(added, Config.Add(added, Entry));
        Assert.Equal(Squeezed(text), Squeezed(Config.Remove(added)));
    }

    [Fact]
    public void A_new_member_takes_the_place_and_the_indentation_of_its_neighbours()
    {
        const string Before = "{\n\t\"mcpServers\": {\n\t\t\"other\": {} // last\n\t}\n}\n";

        Assert.Equal(
            "{\n\t\"mcpServers\": {\n\t\t\"other\": {}, // last\n\t\t\"drover\": {\n\t\t\t\"command\": \"/opt/drover\",\n\t\t\t\"args\": [\n\t\t\t\t\"mcp\"\n\t\t\t]\n\t\t}\n\t}\n}\n",
            Config.Add(Before, Entry));
        Assert.Equal(Before, Config.Remove(Config.Add(Before, Entry)));
    }

    [Fact]
    public void An_entry_of_an_older_place_is_replaced_where_it_stands()
    {
        var text = Config.Add("{\n  \"mcpServers\": {\n    \"drover\": {\"command\": \"/old\"},\n    \"other\": {}\n  }\n}\n", Entry);

        Assert.DoesNotContain("/old", text, StringComparison.Ordinal);
        Assert.Contains("\"args\": [\n        \"mcp\"\n      ]\n    },\n    \"other\": {}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void What_the_user_has_added_to_the_entry_stays_with_its_comments_and_line_ends(string newline)
    {
        var before = "{\n  \"mcpServers\": {\n    \"drover\": {\n      \"url\": \"http://x\",\n      \"command\": \"/old\", // mine\n      \"trust\": true,\n      \"env\": { \"A\": \"1\", \"DROVER_HOME\": \"/old\" },\n      \"includeTools\": [\"a\"]\n    }\n  }\n}\n".ReplaceLineEndings(newline);
        var after = "{\n  \"mcpServers\": {\n    \"drover\": {\n      \"command\": \"/opt/drover\", // mine\n      \"trust\": true,\n      \"env\": { \"A\": \"1\" },\n      \"includeTools\": [\"a\"],\n      \"args\": [\n        \"mcp\"\n      ]\n    }\n  }\n}\n".ReplaceLineEndings(newline);

        Assert.Equal(after, Config.Add(before, Entry));
        Assert.Equal(after, Config.Add(after, Entry));
        Assert.Contains("\"DROVER_HOME\": \"/h\"", Config.Add(before, Entry with { Environment = new Dictionary<string, string> { ["DROVER_HOME"] = "/h" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_and_type_are_written_where_they_are_wanted()
    {
        var text = new JsonClientConfig("servers", withType: true).Add("{}", Entry with { Environment = new Dictionary<string, string> { ["DROVER_HOME"] = "/h ö" } });

        Assert.Contains("\"type\": \"stdio\"", text, StringComparison.Ordinal);
        Assert.Contains("\"env\": {\n        \"DROVER_HOME\": \"/h ö\"\n      }", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"a\": ,\n}", 2)]
    [InlineData("[]", 1)]
    [InlineData("{} {}", 1)]
    [InlineData("{\n\"mcpServers\": []}", 2)]
    [InlineData("{ \"a\": 1", 1)]
    [InlineData("/* without end", 1)]
    public void A_broken_file_is_refused_with_the_line(string text, long line)
    {
        Assert.Equal(line, Assert.Throws<ClientConfigException>(() => Config.Add(text, Entry)).Line);
    }

    private static string Squeezed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character))).Replace(",\"mcpServers\":{}", "", StringComparison.Ordinal);
}

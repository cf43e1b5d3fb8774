using System.Text.RegularExpressions;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Mcp;
using Xunit;

namespace Drover.UnitTests.Cli.Mcp;

public sealed class SkillTests
{
    // Tokenizers differ; of commands and English none takes more than a token for each word and each sign.
    private const int MostTokens = 700;

    [Fact]
    public void The_guide_is_no_longer_than_700_tokens()
    {
        Assert.InRange(SkillCommand.Text.Length / 3.5, 1, MostTokens);
        Assert.InRange(Regex.Count(SkillCommand.Text, @"\w+|[^\w\s]"), 1, MostTokens);
    }

    [Fact]
    public void Every_command_and_option_it_names_exists()
    {
        foreach (Match command in Regex.Matches(SkillCommand.Text, "`drover ([a-z]+)([^`]*)`"))
        {
            var row = CommandTable.Find(command.Groups[1].Value);
            Assert.NotNull(row);
            var options = row.Build!(row.Name).Options.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
            foreach (Match option in Regex.Matches(command.Groups[2].Value.Split(" -- ")[0], "(?<= )--?[a-z][a-z-]*"))
            {
                Assert.Contains(option.Value, options);
            }
        }
    }
}

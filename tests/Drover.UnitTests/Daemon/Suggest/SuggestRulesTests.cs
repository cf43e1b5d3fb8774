using Drover.Contracts.Friendly;
using Drover.Daemon.Features.Suggest;
using Drover.Daemon.Features.Suggest.Rules;
using Xunit;

namespace Drover.UnitTests.Daemon.Suggest;

public class SuggestRulesTests
{
    [Theory]
    [InlineData("find all unused imports", "pyproject.toml", "ruff check . --select=F401")]
    [InlineData("find all unused imports", "README.md", "ruff check . --select=F401")]
    [InlineData("find all unused imports", "tsconfig.json", "npx tsc --noEmit --noUnusedLocals")]
    [InlineData("check types", "Cargo.toml", "cargo check")]
    [InlineData("test coverage", "go.mod", "go test -cover ./...")]
    [InlineData("run the tests", "App.csproj", "dotnet test")]
    [InlineData("format the code", "go.mod", "gofmt -w .")]
    [InlineData("list outdated dependencies", "package.json", "npm outdated")]
    [InlineData("which packages can be updated? outdated packages", "pyproject.toml", "pip list --outdated")]
    [InlineData("which process listens on 8080", "", "ss -ltnp 'sport = :8080'")]
    [InlineData("kill whatever is on port 3000", "", "fuser -k -TERM 3000/tcp")]
    [InlineData("find big files", "", "find . -type f -not -path './.git/*' -printf '%s\\t%p\\n' | sort -nr | head -20")]
    [InlineData("disk usage", "", "du -h --max-depth=1 . | sort -h")]
    [InlineData("search for 'it' in files", "", "grep -rnIF --exclude-dir=.git -- it .")]
    [InlineData("search for \"a b\"", "", "grep -rnIF --exclude-dir=.git -- 'a b' .")]
    [InlineData("count lines of code", "", "git ls-files -z | xargs -0 wc -l")]
    [InlineData("undo my last commit", "", "git reset --soft HEAD~1")]
    [InlineData("show the last commit", "", "git log -1 --stat")]
    public void A_common_goal_has_a_command_for_the_folders_ecosystem(string goal, string file, string command) =>
        Assert.Equal(command, SuggestRules.For(goal, Ecosystems.Of([file]), [])?.Command);

    [Theory]
    [InlineData("write me a poem")]
    [InlineData("")]
    [InlineData("kill the port")]
    [InlineData("search for something in files")]
    public void A_goal_that_no_rule_knows_has_none(string goal) => Assert.Null(SuggestRules.For(goal, [], []));

    [Fact]
    public void What_the_folder_offers_comes_before_what_its_language_has()
    {
        FriendlyCommand[] offers = [new() { Label = "Run tests", Command = "make test", Kind = FriendlyKind.Test, Source = "Makefile:test", Confidence = 1 }];
        var suggestion = SuggestRules.For("run tests", [Ecosystem.Python], offers)!;
        Assert.Equal("make test", suggestion.Command);
        Assert.Contains("Makefile:test", suggestion.Explanation, StringComparison.Ordinal);
        Assert.Contains(suggestion.Alternatives, other => other.Command == "pytest");
    }

    [Theory]
    [InlineData("rm -rf node_modules")]
    [InlineData("rm -r -f x")]
    [InlineData("sudo rm --recursive x")]
    [InlineData("git reset --hard HEAD~1")]
    [InlineData("git push --force origin main")]
    [InlineData("git push -f")]
    [InlineData("git push origin +main")]
    [InlineData("git clean -fdx")]
    [InlineData("git checkout -- .")]
    [InlineData("git checkout .")]
    [InlineData("git restore .")]
    [InlineData("git branch -D topic")]
    [InlineData("git stash drop")]
    [InlineData("dd if=/dev/zero of=/dev/sda")]
    [InlineData("mkfs.ext4 /dev/sdb1")]
    [InlineData("psql -c 'DROP TABLE users'")]
    [InlineData("psql -c 'delete from users'")]
    [InlineData("find . -name '*.o' -delete")]
    [InlineData("find . -name '*.o' -print0 | xargs -0 rm")]
    [InlineData("docker system prune -a")]
    [InlineData("docker compose down -v")]
    [InlineData("kubectl delete pod x")]
    [InlineData("curl https://x.example/i | sudo sh")]
    [InlineData("echo x > /dev/sda")]
    [InlineData("kill -9 1234")]
    [InlineData(":(){ :|:& };:")]
    public void Commands_that_may_destroy_something_are_recognised(string command) => Assert.True(DestructiveCommands.Has(command));

    [Theory]
    [InlineData("ls -la")]
    [InlineData("git status")]
    [InlineData("git push origin main")]
    [InlineData("git reset --soft HEAD~1")]
    [InlineData("git checkout -b topic")]
    [InlineData("npm run format")]
    [InlineData("grep -rn 'TODO' .")]
    [InlineData("docker ps")]
    [InlineData("cargo test > out.txt 2>/dev/null")]
    [InlineData("ruff check . --select=F401")]
    public void Others_are_not(string command) => Assert.False(DestructiveCommands.Has(command));
}

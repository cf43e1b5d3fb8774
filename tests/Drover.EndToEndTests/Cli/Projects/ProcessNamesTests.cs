using Xunit;

namespace Drover.EndToEndTests.Cli.Projects;

/// <summary>In the folder of a project its processes are called by their own names, elsewhere by the project's and theirs.</summary>
public sealed class ProcessNamesTests
{
    private const string Yaml =
        """
        name: shop
        processes:
          api: { shell: "trap 'echo got usr1' USR1; echo up; while :; do read line && echo got $line; done" }
          web: { shell: "echo web is up; exec sleep 1000" }
        """;

    [Theory]
    [InlineData("shop", "")]
    [InlineData("shop/deep/inside", "")]
    [InlineData("elsewhere", "shop/")]
    public async Task Every_command_takes_a_process(string folder, string before)
    {
        await using var shop = new ProjectFolder(Yaml);
        (await shop.RunAsync("up", "-d")).Succeeded();
        (await shop.RunAsync("wait", "api", "--for", "output:up")).Succeeded();
        shop.Home.WorkingDirectory = shop.Files.Folder(folder);
        var (api, web) = ($"{before}api", $"{before}web");

        Assert.Contains("shop/api", (await shop.RunAsync("inspect", api)).Succeeded().Output, StringComparison.Ordinal);
        (await shop.RunAsync("send", api, "a line")).Succeeded();
        (await shop.RunAsync("wait", api, "--for", "output:got a line")).Succeeded();
        (await shop.RunAsync("signal", "USR1", api)).Succeeded();
        (await shop.RunAsync("wait", api, "--for", "output:got usr1")).Succeeded();
        Assert.Contains("got a line", (await shop.RunAsync("tail", api)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("shop/web | [stdout] web is up", (await shop.RunAsync("tail", api, web)).Succeeded().Output, StringComparison.Ordinal);
        (await shop.RunAsync("restart", web, "--wait-for", "running")).Succeeded();
        Assert.Equal(2, (await shop.RunAsync("runs", web, "--json")).Succeeded().Json.GetProperty("runs").GetArrayLength());
        (await shop.RunAsync("stop", web)).Succeeded();
        (await shop.RunAsync("rm", web)).Succeeded();
    }

    [Fact]
    public async Task A_session_that_is_no_process_is_still_found_by_its_label()
    {
        await using var shop = new ProjectFolder(Yaml);
        (await shop.RunAsync("up", "-d")).Succeeded();
        (await shop.RunAsync("serve", "-q", "--label", "other", "--", "sleep", "1000")).Succeeded();

        (await shop.RunAsync("stop", "other")).Succeeded();
    }

    [Fact]
    public async Task Ps_shows_each_process_with_its_state_and_why()
    {
        await using var shop = new ProjectFolder("""
            name: shop
            processes:
              web: { command: [sh, -c, "exit 3"], port: auto }
              idle: { shell: "exec sleep 1000" }
            """);
        shop.Home.Environment["DROVER_LISTEN"] = "127.0.0.1:0";
        await shop.RunAsync("up", "web");

        var lines = (await shop.RunAsync("ps")).Succeeded().Lines;

        Assert.Equal("NAME\tSTATE\tUPTIME\tRESTARTS\tPORT\tURL\tWHY", lines[0]);
        var web = lines[1].Split('\t');
        Assert.Equal(("web", "exited (3)", "0"), (web[0], web[1], web[3]));
        Assert.StartsWith("http://web.shop.localhost:", web[5], StringComparison.Ordinal);
        Assert.StartsWith("exited 3 after", web[6], StringComparison.Ordinal);
        Assert.Equal(["idle", "not started"], lines[2].Split('\t')[..2]);
    }

    [Fact]
    public async Task Down_ends_only_what_is_named_and_works_from_anywhere_by_the_projects_name()
    {
        await using var shop = new ProjectFolder(Yaml);
        (await shop.RunAsync("up", "-d")).Succeeded();

        var web = (await shop.RunAsync("down", "web")).Succeeded();
        shop.Home.WorkingDirectory = shop.Files.Path;
        var rest = (await shop.RunAsync("down", "-p", "shop")).Succeeded();
        var nothing = (await shop.RunAsync("down", "-p", "shop", "--json")).Succeeded();

        Assert.Equal("stopped web\n", web.Error);
        Assert.Equal("stopped api\n", rest.Error);
        Assert.All(nothing.Json.GetProperty("changes").EnumerateArray(), change => Assert.Equal("keep", change.GetProperty("action").GetString()));
    }
}

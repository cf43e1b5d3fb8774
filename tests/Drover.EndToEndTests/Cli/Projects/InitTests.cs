using Xunit;

namespace Drover.EndToEndTests.Cli.Projects;

/// <summary>What init writes must be what up reads.</summary>
public sealed class InitTests
{
    [Fact]
    public async Task Scripts_of_packages_here_and_below_become_processes()
    {
        await using var shop = new ProjectFolder();
        shop.Write("package.json", """{"scripts":{"dev":"vite","build":"vite build","worker:dev":"tsx watch \"a b\".ts"}}""");
        shop.Write("packages/api/package.json", """{"scripts":{"start":"node ."}}""");
        shop.Write("pnpm-lock.yaml", "");
        shop.Write(".env", "A=1");

        var init = (await shop.RunAsync("init", "--json")).Succeeded();

        Assert.Equal(["dev", "worker-dev", "api"], init.Json.GetProperty("processes").EnumerateArray().Select(name => name.GetString()));
        var yaml = shop.Read("drover.yaml");
        Assert.Contains("shell: pnpm run dev --port $PORT", yaml, StringComparison.Ordinal);
        Assert.Contains("cwd: packages/api\n    shell: pnpm run start\n    port: auto", yaml, StringComparison.Ordinal);
        var dry = (await shop.RunAsync("up", "--dry-run")).Succeeded();
        Assert.Equal(["dev", "worker-dev", "api"], dry.Lines.Skip(1).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task A_second_server_of_a_package_gets_a_port_too()
    {
        await using var shop = new ProjectFolder();
        shop.Write("package.json", """{"scripts":{"api:dev":"vite dev","css:watch":"postcss -w"}}""");

        var init = (await shop.RunAsync("init")).Succeeded();

        Assert.Contains("api-dev, css-watch", init.Error, StringComparison.Ordinal);
        Assert.Contains("  api-dev:\n    shell: \"npm run api:dev -- --port $PORT\"\n    port: auto\n", shop.Read("drover.yaml"), StringComparison.Ordinal);
        Assert.Single(shop.Read("drover.yaml").Split('\n'), line => line.Trim() == "port: auto");
    }

    [Fact]
    public async Task A_package_that_cannot_be_read_is_named_and_the_others_are_taken()
    {
        await using var shop = new ProjectFolder();
        shop.Write("package.json", "{\n  \"scripts\": {\n");
        shop.Write("api/package.json", """{"scripts":{"dev":"node ."}}""");

        var init = (await shop.RunAsync("init")).Succeeded();

        Assert.Contains("! package.json is not JSON (line ", init.Error, StringComparison.Ordinal);
        Assert.Contains("wrote drover.yaml with api", init.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_where_the_daemon_of_this_shell_listens()
    {
        await using var shop = new ProjectFolder();
        shop.Home.Environment["DROVER_LISTEN"] = "127.0.0.1:8123";

        Assert.Contains("$schema=http://127.0.0.1:8123/v1/projects/schema", (await shop.RunAsync("init", "--print")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_a_Procfile_become_processes_as_they_are()
    {
        await using var shop = new ProjectFolder();
        shop.Write("Procfile", "# comment\nweb: rails server -p $PORT\njobs: worker --queue \"a: b\" # all\nrelease: migrate\n");
        shop.Write("docker-compose.yml", "version: '3'\nservices:\n  db:\n    image: postgres\n    ports:\n      - 1:1\n  cache:\n    image: redis\nvolumes:\n  data:\n");

        (await shop.RunAsync("init")).Succeeded();

        var yaml = shop.Read("drover.yaml");
        Assert.Contains("shell: \"worker --queue \\\"a: b\\\" # all\"", yaml, StringComparison.Ordinal);
        Assert.Contains("  # db:\n  #   shell: docker compose up db\n  # cache:\n", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("data", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("release", yaml, StringComparison.Ordinal);
        Assert.Equal(["web", "jobs"], (await shop.RunAsync("up", "--dry-run")).Succeeded().Lines.Skip(1).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task An_empty_folder_gets_an_example_that_works()
    {
        await using var shop = new ProjectFolder();

        (await shop.RunAsync("init")).Succeeded();

        (await shop.RunAsync("up", "-d")).Succeeded();
    }

    [Fact]
    public async Task Nothing_is_written_when_it_is_only_printed_and_nothing_overwritten()
    {
        await using var shop = new ProjectFolder();

        var printed = (await shop.RunAsync("init", "--print")).Succeeded();
        Assert.False(File.Exists(shop.Files["shop/drover.yaml"]));
        shop.Write("drover.yml", "mine");

        Assert.Equal(4, (await shop.RunAsync("init")).ExitCode);
        Assert.False(File.Exists(shop.Files["shop/drover.yaml"]));
        Assert.Equal(printed.Output, (await shop.RunAsync("init", "--print")).Succeeded().Output);
        Assert.False(File.Exists(shop.Home.Paths.Socket));
    }
}

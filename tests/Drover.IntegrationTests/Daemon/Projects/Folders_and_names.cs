using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

public sealed class Folders_and_names(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    private static readonly string Shop = $$"""
        name: shop
        processes: { web: { shell: "exec {{Children.TestChild}} listen $PORT", port: auto, ready: { port: true } } }
        """;

    [Fact]
    public async Task Two_worktrees_of_one_repository_run_at_once_under_different_names_and_ports()
    {
        var main = daemon.Folder("shop", Shop);
        var login = daemon.Folder("shop-login", Shop);
        var other = daemon.Folder("elsewhere", Shop);

        var names = new[] { await daemon.UpAsync(main), await daemon.UpAsync(login), await daemon.UpAsync(other) }.Select(up => up.Project).ToList();

        Assert.Equal(["shop", "shop-login", "shop-elsewhere"], names);
        await Task.WhenAll(names.Select(daemon.UntilUpAsync));
        var ports = await Task.WhenAll(names.Select(async name => (await daemon.StatusAsync(name)).Processes[0].Port));
        Assert.Equal(3, ports.Distinct().Count());
        Assert.Equal("shop-login/web", (await daemon.Sessions.GetAsync("shop-login%2Fweb")).Label);
        Assert.Equal("shop-login", (await daemon.UpAsync(login)).Project);

        await daemon.DownAsync(main);
        Assert.Equal("shop", (await daemon.UpAsync(main)).Project);
        Assert.Equal(ports[0], (await daemon.StatusAsync("shop")).Processes[0].Port);
    }

    [Fact]
    public async Task The_file_is_found_from_a_folder_below_and_through_a_link()
    {
        var folder = daemon.Folder("deep", """processes: { web: { shell: "pwd; exec sleep 1000" } }""");
        daemon.Work.Folder("deep/src/pages");
        File.CreateSymbolicLink(daemon.Work["deep-link"], folder);

        var up = await daemon.UpAsync(Path.Combine(folder, "src/pages"));
        await daemon.UntilUpAsync("deep");
        var through = await daemon.UpAsync(daemon.Work["deep-link"]);

        Assert.Equal(("deep", up.Sessions["web"]), (through.Project, through.Sessions["web"]));
        Assert.Equal("web: keep, running", Assert.Single(ProjectsDaemon.Say(through)));
        Assert.Equal(folder, (await daemon.Sessions.WaitForAsync(up.Sessions["web"], "/")).Match);
        var list = await daemon.Sessions.GetAsync($"/v1/projects?path={Uri.EscapeDataString(Path.Combine(folder, "src"))}", DroverJson.Default.ProjectList);
        Assert.Equal("deep", Assert.Single(list.Projects).Name);
    }

    [Fact]
    public async Task A_Procfile_gives_every_process_a_port_and_reads_the_env_file_beside_it()
    {
        daemon.Work.Write("old/Procfile", "# two\nweb: echo port $PORT $NAME; exec sleep 1000\nworker: exec sleep 1000\n");
        daemon.Work.Write("old/.env", "NAME=shop\n");

        var up = await daemon.UpAsync(daemon.Work["old"]);

        await daemon.UntilUpAsync("old");
        var status = await daemon.StatusAsync("old");
        Assert.Equal(["web", "worker"], status.Processes.Select(process => process.Name));
        Assert.Equal($"port {status.Processes[0].Port} shop", (await daemon.Sessions.WaitForAsync(up.Sessions["web"], "port")).Match);
    }

    [Fact]
    public async Task The_callers_environment_is_what_processes_begin_with()
    {
        var folder = daemon.Folder("caller", """processes: { web: { shell: "echo from $FROM, $MORE; exec sleep 1000", env: { MORE: yes } } }""");

        var up = await daemon.UpAsync(folder, request => request with { Env = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["FROM"] = "a terminal" } });

        await daemon.Sessions.WaitForAsync(up.Sessions["web"], "from a terminal, yes");
    }

    [Fact]
    public async Task Many_folders_that_ask_for_one_name_at_once_get_names_and_ports_of_their_own()
    {
        const string Yaml = "name: crowd\nprocesses: { web: { shell: 'exec sleep 1000', port: auto } }";
        var folders = Enumerable.Range(0, 24).Select(number => daemon.Folder($"crowd/{number}", Yaml)).ToList();

        var ups = await Task.WhenAll(folders.Select(folder => Task.Run(() => daemon.UpAsync(folder), Patience.Token)));

        Assert.Equal(24, ups.Select(up => up.Project).Distinct(StringComparer.Ordinal).Count());
        var ports = await Task.WhenAll(ups.Select(async up => (await daemon.StatusAsync(up.Project)).Processes[0].Port!.Value));
        Assert.Equal(24, ports.Distinct().Count());
        await Task.WhenAll(folders.Select(folder => daemon.DownAsync(folder)));
    }

    [Fact]
    public async Task A_folder_that_is_gone_gives_its_name_back()
    {
        var folder = daemon.Folder("first/gone", "name: gone\nprocesses: { web: { shell: \"exec sleep 1000\" } }");
        await daemon.UpAsync(folder);
        await daemon.DownAsync(folder);
        Directory.Delete(folder, recursive: true);
        var second = daemon.Folder("second/gone", "name: gone\nprocesses: { web: { shell: \"exec sleep 1000\" } }");

        Assert.Equal("gone", (await daemon.UpAsync(second)).Project);
    }
}

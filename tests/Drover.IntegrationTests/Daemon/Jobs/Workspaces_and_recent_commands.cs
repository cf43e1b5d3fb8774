using System.Net;
using System.Net.Http.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.Contracts.Workspaces;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Workspaces_and_recent_commands(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Fact]
    public async Task A_registered_folder_is_listed_and_can_be_named()
    {
        using var folder = new TempDir();
        var shop = Directory.CreateDirectory(folder["shop"]).FullName;
        var registered = await RegisterAsync(new RegisterWorkspace { Path = shop });
        Assert.Equal(new Workspace("shop", shop), registered);
        Assert.Equal(registered, await RegisterAsync(new RegisterWorkspace { Path = shop + "/" }));
        var other = Directory.CreateDirectory(Path.Combine(folder.Folder("other"), "shop")).FullName;
        Assert.Equal("shop-2", (await RegisterAsync(new RegisterWorkspace { Path = other })).Name);

        var list = await daemon.GetAsync("/workspaces", DroverJson.Default.IReadOnlyListWorkspace);
        Assert.Equal([Environment.CurrentDirectory, other, shop], list.Select(workspace => workspace.Path).Where(path => path == Environment.CurrentDirectory || path.StartsWith(folder.Path, StringComparison.Ordinal)));
        Assert.Equal(shop, JobsDaemon.Text(await RunInAsync("shop")));
        Assert.Equal(other, JobsDaemon.Text(await RunInAsync("SHOP-2")));

        using var byHeader = new HttpRequestMessage(HttpMethod.Post, "/api/shell/run") { Content = JsonContent.Create(JobsDaemon.Sh("pwd"), DroverJson.Default.JobRequest) };
        byHeader.Headers.Add("X-Workspace", "shop-2");
        using var stream = new JobStream(await daemon.Client.SendAsync(byHeader, Patience.Token));
        Assert.Equal(other, JobsDaemon.Text(await stream.RestAsync()));
    }

    [Fact]
    public async Task Without_a_workspace_the_daemons_folder_is_meant()
    {
        using var answer = await daemon.Client.PostAsJsonAsync("/api/shell/run", JobsDaemon.Sh("pwd"), DroverJson.Default.JobRequest, Patience.Token);
        using var stream = new JobStream(answer);
        Assert.Equal(Environment.CurrentDirectory, JobsDaemon.Text(await stream.RestAsync()));
    }

    [Fact]
    public async Task What_is_no_folder_cannot_be_registered()
    {
        Assert.Equal(ErrorCodes.WorkspaceNotFound, (await daemon.RefusedAsync("/workspaces/register", """{"path":"/no/such/folder"}""")).Code);
        Assert.Equal(ErrorCodes.WorkspaceNotFound, (await daemon.RefusedAsync("/workspaces/register", """{"path":"/etc/passwd"}""")).Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("/workspaces/register", "{}")).Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("/workspaces/register", """{"path":"/tmp","name":"a/b"}""")).Code);
        Assert.Equal(ErrorCodes.RequestUnknownField, (await daemon.RefusedAsync("/workspaces/register", """{"folder":"/tmp"}""")).Code);
    }

    [Fact]
    public async Task A_name_belongs_to_one_workspace_only()
    {
        using var folder = new TempDir();
        await RegisterAsync(new RegisterWorkspace { Path = folder.Folder("a"), Name = "mine" });
        Assert.Equal(ErrorCodes.WorkspaceNameTaken, (await daemon.RefusedAsync("/workspaces/register", $$"""{"path":"{{folder.Folder("b")}}","name":"Mine"}""")).Code);
    }

    [Fact]
    public async Task A_workspace_that_vanished_is_told_as_such()
    {
        using var folder = new TempDir();
        await RegisterAsync(new RegisterWorkspace { Path = folder.Folder("short-lived") });
        Directory.Delete(folder["short-lived"]);
        Assert.Equal(ErrorCodes.WorkspaceGone, (await daemon.RefusedAsync("/api/shell/run?workspace=short-lived", """{"cmd":"true"}""")).Code);
        using var answer = await daemon.Client.GetAsync("/api/shell/recent?workspace=short-lived", Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Recent_commands_come_newest_first_and_each_once()
    {
        using var folder = new TempDir();
        foreach (var cmd in (string[])["echo a", "false", "echo a "])
        {
            await RunAsync(folder.Path, cmd);
        }

        var recent = await RecentAsync(folder.Path);
        Assert.Equal([("echo a", 0, "."), ("false", 1, ".")], recent.Select(command => (command.Cmd, command.ExitCode!.Value, command.Cwd)));
        Assert.Equal(recent[0].JobId, (await daemon.GetAsync(recent[0].JobId)).JobId);
        Assert.Single(await RecentAsync(folder.Path, "&limit=1"));
    }

    [Fact]
    public async Task No_more_than_50_are_remembered_and_no_secrets()
    {
        using var folder = new TempDir();
        for (var i = 0; i < 55; i++)
        {
            await RunAsync(folder.Path, $": {i}");
        }

        await RunAsync(folder.Path, ": --password hunter2 API_TOKEN=abcdef curl https://me:pw123@host/ -H 'Authorization: Bearer xyz'");
        var recent = await RecentAsync(folder.Path);
        Assert.Equal(50, recent.Count);
        Assert.Equal(": --password *** API_TOKEN=*** curl https://me:***@host/ -H 'Authorization: Bearer ***'", recent[0].Cmd);
        Assert.Equal(": 54", recent[1].Cmd);
    }

    private async Task<Workspace> RegisterAsync(RegisterWorkspace request)
    {
        using var answer = await daemon.Client.PostAsJsonAsync("/workspaces/register", request, DroverJson.Default.RegisterWorkspace, Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.Workspace))!;
    }

    private Task<List<(long Id, JobFrame Frame)>> RunInAsync(string workspace) => RunAsync(workspace, "pwd");

    private async Task<List<(long Id, JobFrame Frame)>> RunAsync(string workspace, string cmd)
    {
        using var answer = await daemon.Client.PostAsJsonAsync($"/api/shell/run?workspace={Uri.EscapeDataString(workspace)}", JobsDaemon.Sh(cmd), DroverJson.Default.JobRequest, Patience.Token);
        using var stream = new JobStream(answer);
        return await stream.RestAsync();
    }

    private Task<IReadOnlyList<RecentCommand>> RecentAsync(string workspace, string more = "") =>
        daemon.GetAsync($"/api/shell/recent?workspace={Uri.EscapeDataString(workspace)}{more}", DroverJson.Default.IReadOnlyListRecentCommand);
}

using System.Net;
using Drover.Contracts.Errors;
using Drover.Contracts.Friendly;
using Drover.Contracts.Json;
using Drover.IntegrationTests.Daemon.Jobs;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Friendly;

public sealed class Friendly_commands_of_a_folder(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    private const string Package = """{"scripts":{"test":"vitest run","dev":"vite"}}""";

    [Fact]
    public async Task A_folder_offers_its_commands_on_the_wire_as_documented()
    {
        using var folder = new TempDir();
        folder.Write("package.json", Package);
        var json = await daemon.Client.GetStringAsync($"/api/shell/friendly?workspace={folder.Path}", Patience.Token);
        Assert.StartsWith("""[{"label":"Run tests","command":"npm test","kind":"test","source":"package.json:scripts.test","confidence":1},""", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_below_is_meant_by_cwd()
    {
        using var folder = new TempDir();
        folder.Write("pnpm-lock.yaml", "");
        folder.Write("web/package.json", Package);
        Assert.Contains("pnpm run dev", (await InAsync(folder, "&cwd=web")).Select(command => command.Command));
        Assert.Empty(await InAsync(folder));
        using var outside = await daemon.Client.GetAsync($"/api/shell/friendly?workspace={folder.Path}&cwd=..", Patience.Token);
        Assert.Equal(ErrorCodes.WorkspaceEscape, (await TestDaemon.ProblemAsync(outside)).Code);
        using var unknown = await daemon.Client.GetAsync($"/api/shell/friendly?workspace={folder.Path}&what=1", Patience.Token);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task A_link_out_of_the_workspace_is_not_followed_but_one_within_is()
    {
        using var secret = new TempDir();
        using var folder = new TempDir();
        File.CreateSymbolicLink(folder["Makefile"], secret.Write("Makefile", "test:\n\ttrue\n"));
        File.CreateSymbolicLink(folder["package.json"], folder.Write("shared/package.json", Package));
        File.CreateSymbolicLink(folder["justfile"], folder["justfile"]);
        var found = (await InAsync(folder)).Select(command => command.Command).ToList();
        Assert.Contains("npm test", found);
        Assert.DoesNotContain("make test", found);
    }

    [Fact]
    public async Task What_is_no_readable_regular_file_of_some_size_is_passed_over()
    {
        using var folder = new TempDir();
        Assert.Equal(0, Files.MakeFifo(folder["Makefile"], Convert.ToInt32("600", 8)));
        folder.Folder("package.json");
        File.CreateSymbolicLink(folder["go.mod"], "/dev/zero");
        folder.Write("composer.json", "{\"scripts\":{\"test\":\"x\"},\"x\":\"" + new string('x', 2 << 20) + "\"}");
        folder.Write("Cargo.toml", "[package]\n");
        Assert.Equal(["cargo test", "cargo clippy", "cargo build", "cargo fmt"], (await InAsync(folder)).Select(command => command.Command));
    }

    private Task<IReadOnlyList<FriendlyCommand>> InAsync(TempDir folder, string more = "") =>
        daemon.GetAsync($"/api/shell/friendly?workspace={folder.Path}{more}", DroverJson.Default.IReadOnlyListFriendlyCommand);
}

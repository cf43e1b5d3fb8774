using Xunit;

namespace Drover.EndToEndTests.Cli.Projects;

public sealed class ProcessCompletionTests
{
    public static TheoryData<string> Shells => [.. Shell.All];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Processes_are_offered_by_their_names_in_the_folder_of_the_project(string shell)
    {
        await using var shop = new ProjectFolder("""processes: { web: { shell: "exec sleep 1000" }, worker: { shell: "exit 0" } }""");
        (await shop.RunAsync("up", "-d", "web")).Succeeded();

        Assert.Equal("web worker", string.Join(' ', await Shell.OffersAsync(shell, shop.Home, "drover up w", shop.Home.WorkingDirectory)));
        Assert.Equal("worker", string.Join(' ', await Shell.OffersAsync(shell, shop.Home, "drover down web wo", shop.Home.WorkingDirectory)));
        Assert.Equal("web", string.Join(' ', await Shell.OffersAsync(shell, shop.Home, "drover tail w", shop.Home.WorkingDirectory)));
        Assert.Equal("web", string.Join(' ', await Shell.OffersAsync(shell, shop.Home, "drover stop w", shop.Home.WorkingDirectory)));
        Assert.Equal("shop/web", string.Join(' ', await Shell.OffersAsync(shell, shop.Home, "drover stop s", shop.Home.WorkingDirectory)));
    }
}

using Drover.EndToEndTests.Cli;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

public sealed class TaskCompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Tasks_are_offered_by_as_much_of_their_ids_as_tells_them_apart(string shell)
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var one = (await home.RunAsync("task", "new", "One", "-c", "true")).Succeeded().Output.Trim();
        var other = (await home.RunAsync("task", "new", "Other", "-c", "true")).Succeeded().Output.Trim();

        var offers = await Shell.OffersAsync(shell, home, "drover task show ");

        Assert.Equal(2, offers.Count);
        Assert.Contains(offers, name => one.StartsWith(name, StringComparison.Ordinal) && !other.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains(offers, name => other.StartsWith(name, StringComparison.Ordinal) && !one.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(offers.Count, (await Shell.OffersAsync(shell, home, $"drover task stop {one} ")).Count);
        Assert.Equal(["cleanup", "comment"], await Shell.OffersAsync(shell, home, "drover task c"));
    }
}

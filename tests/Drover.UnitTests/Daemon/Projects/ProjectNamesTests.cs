using Drover.Daemon.Projects.Files;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProjectNamesTests
{
    [Theory]
    [InlineData("/home/me/shop", "shop")]
    [InlineData("/home/me/My Shop.v2", "My-Shop-v2")]
    [InlineData("/home/me/.shop", "shop")]
    [InlineData("/home/me/...", "project")]
    [InlineData("/", "project")]
    [InlineData("/home/me/a-very-long-name-of-a-folder-that-nobody-reads", "a-very-long-name-of-a-folder-that-nobody")]
    public void A_folder_gives_a_name_that_labels_and_hosts_can_have(string folder, string name) => Assert.Equal(name, ProjectNames.FromFolder(folder));

    [Theory]
    [InlineData("/home/me/shop", "", "shop")]
    [InlineData("/home/me/shop-login", "shop", "shop-login")]
    [InlineData("/trees/login", "shop", "shop-login")]
    [InlineData("/other/shop", "SHOP", "shop-other")]
    [InlineData("/trees/login", "shop shop-login", "shop-2")]
    [InlineData("/shop", "shop", "shop-shop")]
    public void A_name_that_another_folder_has_gets_the_folder_behind_it(string folder, string taken, string name) =>
        Assert.Equal(name, ProjectNames.Choose("shop", folder, candidate => taken.Split(' ').Contains(candidate, StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void The_word_that_is_a_path_of_the_api_is_no_project() => Assert.Equal("schema-x", ProjectNames.Choose("schema", "/home/x", _ => false));
}

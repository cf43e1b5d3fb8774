using Drover.Supervision.Watching;
using Xunit;

namespace Drover.UnitTests.Supervision.Watching;

public sealed class EditorFilesTests
{
    [Theory]
    [InlineData("server.js~")]
    [InlineData(".server.js.swp")]
    [InlineData("4913")]
    [InlineData("5036")]
    [InlineData("server.js___jb_old___")]
    [InlineData("server.js___jb_tmp___")]
    [InlineData(".#server.js")]
    [InlineData("#server.js#")]
    [InlineData(".goutputstream-X1Y2Z3")]
    public void Files_of_editors_are_known(string name) => Assert.True(EditorFiles.Matches(name));

    [Theory]
    [InlineData("server.js")]
    [InlineData("4914")]
    [InlineData("swp")]
    [InlineData("#")]
    [InlineData(".env")]
    [InlineData("200")]
    public void Other_files_are_not(string name) => Assert.False(EditorFiles.Matches(name));
}

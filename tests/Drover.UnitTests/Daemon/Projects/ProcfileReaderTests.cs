using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Files;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProcfileReaderTests
{
    [Fact]
    public void Each_line_is_a_process_with_a_port()
    {
        var file = Read("# two\r\nweb: node server.js --url http://x:$PORT\r\n\r\nworker:node worker.js\n", hasEnvFile: true).Value;

        Assert.Equal([("web", "node server.js --url http://x:$PORT"), ("worker", "node worker.js")], file.Processes.Select(process => (process.Name, process.Spec.Shell!)));
        Assert.All(file.Processes, process => Assert.Equal(SessionPort.Auto, process.Spec.Port));
        Assert.Equal(("shop", ".env"), (file.Name, Assert.Single(file.EnvFiles).Text));
    }

    [Theory]
    [InlineData("web node", 1, "a line is NAME: COMMAND")]
    [InlineData("web: a\n: b", 2, "a line is NAME: COMMAND")]
    [InlineData("web: a\n\nweb: b", 3, "web is there already, in line 1")]
    [InlineData("web:", 1, "a line is NAME: COMMAND")]
    [InlineData("# nothing", 1, "the file has no processes")]
    public void What_is_no_process_is_told_with_its_line(string text, int line, string message)
    {
        var error = Read(text).Error!;

        Assert.Equal(ErrorCodes.ProjectFileInvalid, error.Code);
        Assert.Contains($"Procfile:{line}:1: {message}", error.Message, StringComparison.Ordinal);
    }

    private static Result<ProjectFile> Read(string text, bool hasEnvFile = false) => ProcfileReader.Read(text, "/home/me/shop/Procfile", "/home/me/shop", hasEnvFile);
}

using Drover.Daemon.Secrets;
using Xunit;

namespace Drover.UnitTests.Daemon.Jobs;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("API_TOKEN=abc make", "API_TOKEN=*** make")]
    [InlineData("export  GITHUB_TOKEN='a b c';  make", "export  GITHUB_TOKEN='***';  make")]
    [InlineData("mysql --password=hunter2 db", "mysql --password=*** db")]
    [InlineData("mysql --password \"hunter 2\" db", "mysql --password \"***\" db")]
    [InlineData("curl -u me:pw123 https://x/", "curl -u me:*** https://x/")]
    [InlineData("git clone https://me:pw123@host/repo", "git clone https://me:***@host/repo")]
    [InlineData("psql postgres://u:p@h/db?x=1", "psql postgres://u:***@h/db?x=1")]
    [InlineData("curl -H 'Authorization: Bearer abc.def' x", "curl -H 'Authorization: Bearer ***' x")]
    [InlineData("curl -H \"X-Api-Key: abc\" x", "curl -H \"X-Api-Key: ***\" x")]
    [InlineData("curl -d '{\"apiKey\": \"abc\"}' x", "curl -d '{\"apiKey\": \"***\"}' x")]
    [InlineData("echo ghp_abcdefghijklmnopqrstuvwxyz0123", "echo ***")]
    [InlineData("aws --access-key AKIAABCDEFGHIJKLMNOP", "aws --access-key ***")]
    [InlineData("echo eyJhbGciOiJI.eyJzdWIiOiIx.sig", "echo ***")]
    public void What_looks_like_a_secret_is_taken_out_and_the_rest_stays(string command, string shown) => Assert.Equal(shown, SecretText.Redact(command));

    [Theory]
    [InlineData("npm test")]
    [InlineData("pytest -k test_auth")]
    [InlineData("grep -rn token src | head")]
    [InlineData("ls --sort=size -u")]
    [InlineData("ssh -p 22 host")]
    [InlineData("curl http://localhost:3000/a@b")]
    [InlineData("docker run -e NAME=value -p 80:80 image:tag")]
    [InlineData("cat secret.txt")]
    [InlineData("NODE_ENV=test  node  x.js")]
    public void What_is_none_stays_as_it_is(string command) => Assert.Equal(command, SecretText.Redact(command));

    [Fact]
    public void A_long_command_does_not_take_long()
    {
        var text = string.Concat(Enumerable.Repeat("--token-a=\"\\\" ", 2000));
        Assert.NotEmpty(SecretText.Redact(text));
    }
}

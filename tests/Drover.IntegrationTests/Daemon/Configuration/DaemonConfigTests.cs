using System.Net.Http.Json;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Daemon.Configuration;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Configuration;

/// <summary>Where a value comes from, and what is told when one is wrong.</summary>
public sealed class DaemonConfigTests : IDisposable
{
    private readonly TempDir _home = new();

    [Fact]
    public void A_flag_beats_the_environment_which_beats_the_env_files_which_beat_the_file_which_beats_the_default()
    {
        Assert.Equal(("2GiB", "default"), Total());
        var file = _home.Write("config.yaml", "# mine\nlogs:\n  total_bytes: 3GiB\n");
        Assert.Equal(("3GiB", $"file:{file}"), Total());
        var beside = _home.Write(".env", "DROVER_LOGS_TOTAL_BYTES=4GiB");
        Assert.Equal(("4GiB", $"file:{beside}"), Total());
        var asked = _home.Write("more.env", "DROVER_LOGS_TOTAL_BYTES=5GiB");
        Assert.Equal(("5GiB", $"file:{asked}"), Total(asked));
        Assert.Equal(("6GiB", "env:DROVER_LOGS_TOTAL_BYTES"), Total(asked, "6GiB"));
        Assert.Equal(("7GiB", "flag"), Total(asked, "6GiB", "7GiB"));
    }

    [Fact]
    public void Lists_may_be_written_as_lists_and_keys_as_paths()
    {
        _home.Write("config.yaml", "listen: [127.0.0.1:1, \"[::1]:2\"]\nhttp.hosts: a.test\n");
        var options = DaemonOptions.From(Load().Value).Value;
        Assert.Equal(["127.0.0.1:1", "[::1]:2"], options.Listen.Select(address => address.ToString()));
        Assert.Equal(["a.test"], options.HttpHosts);
    }

    [Theory]
    [InlineData("logs:\n  total_byte: 1GiB", ":2: there is no key logs.total_byte")]
    [InlineData("- a\n- b", ":1: the file must be a mapping")]
    [InlineData("listen: [[1]]", ":1: listen must be a value")]
    [InlineData("listen: 'a", ":1:")]
    [InlineData("a: 1\nb: [", ":3:")]
    public void A_file_that_is_wrong_is_told_with_its_line(string content, string told)
    {
        var file = _home.Write("config.yaml", content);
        var error = Load().Error!;
        Assert.Equal(ErrorCodes.DaemonConfigInvalid, error.Code);
        Assert.Contains(file + told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_says_nothing()
    {
        _home.Write("config.yaml", "# nothing\n");
        Assert.True(DaemonOptions.From(Load().Value).IsSuccess);
    }

    [Theory]
    [InlineData("logs.total_bytes", "much")]
    [InlineData("logs.total_bytes", "1")]
    [InlineData("listen", "everywhere")]
    [InlineData("peer_check", "maybe")]
    [InlineData("sessions.grace_ms", "-5")]
    [InlineData("daemon.log_level", "loud")]
    [InlineData("token_file", "/nonexistent/token")]
    public void A_wrong_value_is_told_with_its_key_and_where_it_stands(string key, string value)
    {
        var file = _home.Write("config.yaml", $"\n{key}: {value}\n");
        var error = DaemonOptions.From(Load().Value).Error!;
        Assert.Equal(ErrorCodes.DaemonConfigInvalid, error.Code);
        Assert.Contains($"{file}:2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_token_file_is_beside_the_configuration()
    {
        _home.Write("token", "s3cret\n");
        _home.Write("config.yaml", "token_file: token\n");
        Assert.Equal("s3cret"u8.ToArray(), DaemonOptions.From(Load().Value).Value.Token);
    }

    [Fact]
    public async Task A_daemon_with_a_wrong_configuration_does_not_start_and_says_why()
    {
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(_home, ("DROVER_PEER_CHECK", "maybe")));
        Assert.Equal(ErrorCodes.DaemonConfigInvalid, refusal.Code);
        Assert.Contains("DROVER_PEER_CHECK", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_folder_the_daemon_is_started_in_is_not_read()
    {
        var here = Path.Combine(Environment.CurrentDirectory, "appsettings.json");
        Assert.False(File.Exists(here));
        await File.WriteAllTextAsync(here, """{"Urls":"http://127.0.0.1:1","Kestrel":{"Endpoints":{"Http":{"Url":"http://127.0.0.1:1"}}}}""");
        try
        {
            await using var daemon = await TestDaemon.StartInAsync(_home, ("ASPNETCORE_URLS", "http://127.0.0.1:2"));
            Assert.Single(daemon.Daemon.Facts.Listen);
            Assert.NotEqual(1, daemon.Port);
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Fact]
    public async Task Every_key_is_shown_with_its_value_its_source_and_its_variable()
    {
        await using var daemon = await TestDaemon.StartInAsync(_home, ("DROVER_SESSIONS_GRACE_MS", "500"), ("DROVER_TOKEN", "s3cret"));
        var view = await daemon.Socket.GetFromJsonAsync("/v1/config", DroverJson.Default.ConfigView);
        Assert.Equal(ConfigKeys.All.Select(key => key.Name), view!.Values.Select(value => value.Key), StringComparer.Ordinal);
        Assert.Equal(("500", "env:DROVER_SESSIONS_GRACE_MS"), Shown(view, "sessions.grace_ms"));
        Assert.Equal(("***", "env:DROVER_TOKEN"), Shown(view, "token"));
        Assert.Equal(("250", "default"), Shown(view, "sessions.debounce_ms"));

        static (string?, string) Shown(ConfigView view, string key) =>
            view.Values.Where(value => string.Equals(value.Key, key, StringComparison.Ordinal)).Select(value => (value.Value, value.Source)).Single();
    }

    public void Dispose() => _home.Dispose();

    private (string?, string) Total(string? envFile = null, string? variable = null, string? flag = null)
    {
        var setting = Load(envFile, variable, flag).Value[ConfigKeys.LogsTotalBytes];
        return (setting.Value, setting.Source);
    }

    private Result<DaemonConfig> Load(string? envFile = null, string? variable = null, string? flag = null) => DaemonConfig.Load(
        TestDaemon.PathsIn(_home),
        envFile,
        name => string.Equals(name, "DROVER_LOGS_TOTAL_BYTES", StringComparison.Ordinal) ? variable : null,
        flag is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new(StringComparer.Ordinal) { ["logs.total_bytes"] = flag });
}

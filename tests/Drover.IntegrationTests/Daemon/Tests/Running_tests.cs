using System.Net.Http.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.IntegrationTests.Daemon.Jobs;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tests;

/// <summary>With node's own runner, which is wherever node is.</summary>
public sealed class Running_tests(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    private const string Package = """{"scripts":{"test":"node --test"}}""";

    private const string Cart = """
        const { test, describe } = require('node:test');
        const assert = require('assert');
        describe('cart', () => {
          test('adds', () => {});
          test('fails', () => {
            assert.strictEqual(2, 3);
          });
          test('later', { skip: true }, () => {});
        });
        """;

    [Fact]
    public async Task The_result_comes_before_the_exit_and_the_output_stays_for_people()
    {
        using var folder = Shop();
        var frames = await TestAsync(folder);
        Assert.Equal(["start", "result", "exit"], frames.Select(frame => frame.Frame.Type).Where(type => type is not ("stdout" or "stderr")));
        var result = frames[^2].Frame;
        Assert.Equal(("node", "node --test", ".", true), (result.Framework, result.Command, result.Cwd, result.Parsed));
        Assert.Equal((1, 1, 1, 0, 3), (result.Passed, result.Failed, result.Skipped, result.Errors, result.Total));
        var failure = Assert.Single(result.Failures!);
        Assert.Equal(("cart > fails", "test/cart.test.js", 6), (failure.Name, failure.File, failure.Line));
        Assert.Contains("Expected values to be strictly equal", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, frames[^1].Frame.Code);
        Assert.Contains("fails", JobsDaemon.Text(frames), StringComparison.Ordinal);
        Assert.DoesNotContain("TAP version", JobsDaemon.Text(frames), StringComparison.Ordinal);
        Assert.Empty(await daemon.GetAsync($"/api/shell/recent?workspace={folder.Path}", DroverJson.Default.IReadOnlyListRecentCommand));
    }

    [Fact]
    public async Task A_folder_below_is_tested_where_its_package_is()
    {
        using var folder = new TempDir();
        folder.Write("web/package.json", Package);
        folder.Write("web/test/cart.test.js", Cart);
        var result = (await TestAsync(folder, new TestRequest { Cwd = "web/test" }))[^2].Frame;
        Assert.Equal(("web", "web/test/cart.test.js"), (result.Cwd, Assert.Single(result.Failures!).File));
        Assert.Equal("web", (await TestAsync(folder, new TestRequest { Path = "web" }))[^2].Frame.Cwd);
    }

    [Fact]
    public async Task Path_and_filter_narrow_it()
    {
        using var folder = Shop();
        folder.Write("test/other.test.js", "require('node:test')('of its own', () => {});");
        var byPath = (await TestAsync(folder, new TestRequest { Path = "test/other.test.js" }))[^2].Frame;
        Assert.Equal(("node --test test/other.test.js", 1, 0), (byPath.Command, byPath.Passed, byPath.Failed));
        var byFilter = (await TestAsync(folder, new TestRequest { Filter = "adds", Path = "test/cart.test.js" }))[^2].Frame;
        Assert.Equal(0, byFilter.Failed);
        Assert.True(byFilter.Passed >= 1);
    }

    [Fact]
    public async Task Tests_that_run_out_of_time_are_told_as_not_counted()
    {
        using var folder = Shop();
        folder.Write("test/slow.test.js", "require('node:test')('slow', () => new Promise(done => setTimeout(done, 1e8)));");
        var frames = await TestAsync(folder, new TestRequest { Timeout = 1 });
        Assert.Equal((false, 0), (frames[^2].Frame.Parsed, frames[^2].Frame.Total));
        Assert.Equal(JobReason.Timeout, frames[^1].Frame.Reason);
    }

    [Fact]
    public async Task What_came_out_is_known_to_the_next_daemon_and_to_who_comes_back()
    {
        using var folder = Shop();
        var frames = await TestAsync(folder);
        var job = frames[0].Frame.JobId!;
        await daemon.StartNextAsync();
        using var stream = await daemon.FollowAsync(job);
        var again = await stream.RestAsync();
        Assert.Equal(frames.Select(frame => (frame.Id, frame.Frame.Type)), again.Select(frame => (frame.Id, frame.Frame.Type)));
        Assert.Equivalent(frames[^2].Frame, again[^2].Frame, strict: true);

        using var rest = await daemon.FollowAsync(job, after: frames[^2].Id);
        Assert.Equal(["result", "exit"], (await rest.RestAsync()).Select(frame => frame.Frame.Type));
    }

    [Fact]
    public async Task Tests_that_end_while_no_daemon_is_there_are_read_by_the_next()
    {
        using var folder = Shop();
        folder.Write("test/gate.test.js", "const fs = require('fs'); require('node:test')('waits', async () => { while (!fs.existsSync('go')) await new Promise(done => setTimeout(done, 20)); fs.writeFileSync('done', ''); });");
        using var message = Message(folder, new TestRequest());
        JobFrame start;
        using (var stream = new JobStream(await daemon.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Patience.Token)))
        {
            start = (await stream.ExpectAsync("start")).Frame;
        }

        await daemon.StartNextAsync(() => folder.Write("go", ""));
        using var later = await daemon.FollowAsync(start.JobId!);
        var frames = await later.RestAsync();
        Assert.Equal((2, 1), (frames[^2].Frame.Passed, frames[^2].Frame.Failed));
    }

    [Fact]
    public async Task A_folder_without_tests_is_refused_with_what_was_looked_for()
    {
        using var folder = new TempDir();
        var none = await daemon.RefusedAsync($"/api/shell/test?workspace={folder.Path}");
        Assert.Equal((ErrorCodes.TestsNoneDetected, 422), (none.Code, none.Status));
        Assert.Contains("pytest (pytest.ini, ", none.Detail, StringComparison.Ordinal);
        Assert.Contains("go (go.mod)", none.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"framework":"ava"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"path":"nowhere.js"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"path":"../"}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"path":"out/x.test.js"}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"cwd":"/"}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"filter":""}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"timeout":301}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"what":1}""", ErrorCodes.RequestUnknownField)]
    public async Task What_is_wrong_is_refused_before_anything_runs(string body, string code)
    {
        using var folder = Shop();
        using var elsewhere = new TempDir();
        elsewhere.Write("x.test.js", "");
        File.CreateSymbolicLink(folder["out"], elsewhere.Path);
        Assert.Equal(code, (await daemon.RefusedAsync($"/api/shell/test?workspace={folder.Path}", body)).Code);
    }

    private static TempDir Shop()
    {
        var folder = new TempDir();
        folder.Write("package.json", Package);
        folder.Write("test/cart.test.js", Cart);
        return folder;
    }

    private async Task<List<(long Id, JobFrame Frame)>> TestAsync(TempDir folder, TestRequest? request = null)
    {
        using var message = Message(folder, request ?? new TestRequest());
        using var stream = new JobStream(await daemon.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Patience.Token));
        return await stream.RestAsync();
    }

    private static HttpRequestMessage Message(TempDir folder, TestRequest request) =>
        new(HttpMethod.Post, $"/api/shell/test?workspace={folder.Path}") { Content = JsonContent.Create(request, DroverJson.Default.TestRequest) };
}

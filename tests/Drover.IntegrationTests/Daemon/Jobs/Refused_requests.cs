using System.Net;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Refused_requests(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Theory]
    [InlineData("""{}""", ErrorCodes.RequestCommandEmpty)]
    [InlineData("""{"cmd":""}""", ErrorCodes.RequestCommandEmpty)]
    [InlineData("""{"cmd":" \n"}""", ErrorCodes.RequestCommandEmpty)]
    [InlineData("""{"cmd":"a\u0000b"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","timeout":0}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","timeout":-1}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","timeout":301}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","timeout":"x"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","on_disconnect":"explode"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","env":{"A=B":"x"}}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","env":{"A":"x\u0000y"}}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","env":{"A":null}}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","cwd":"no-such-folder"}""", ErrorCodes.RequestCwdNotFound)]
    [InlineData("""{"cmd":"true","cwd":"a\u0000b"}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":"true","cwd":".."}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"cmd":"true","cwd":"/"}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"cmd":"true","cwd":"x/../../y"}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"cmd":"true","cdw":"x"}""", ErrorCodes.RequestUnknownField)]
    [InlineData("""{"cmd":"true",""", ErrorCodes.RequestInvalidJson)]
    [InlineData("""["true"]""", ErrorCodes.RequestInvalidValue)]
    [InlineData("", ErrorCodes.RequestInvalidJson)]
    public async Task A_wrong_request_is_refused_before_anything_is_started(string body, string code)
    {
        Assert.Equal(code, (await daemon.RefusedAsync(daemon.In("/api/shell/run"), body)).Code);
    }

    [Fact]
    public async Task A_folder_that_a_link_leads_out_of_the_workspace_to_is_refused()
    {
        using var outside = new TempDir();
        Directory.CreateSymbolicLink(daemon.Work["out"], outside.Path);
        Directory.CreateSymbolicLink(daemon.Work["inside"], daemon.Work.Folder("real"));
        Assert.Equal(ErrorCodes.WorkspaceEscape, (await daemon.RefusedAsync(daemon.In("/api/shell/run"), """{"cmd":"true","cwd":"out"}""")).Code);
        Assert.Equal(daemon.Work["real"], JobsDaemon.Text(await daemon.FramesAsync(new JobRequest { Cmd = "pwd", Cwd = "inside" })));
    }

    [Fact]
    public async Task A_sibling_whose_name_begins_like_the_workspace_is_outside()
    {
        var sibling = daemon.Work.Path + "-sibling";
        Directory.CreateDirectory(sibling);
        Assert.Equal(ErrorCodes.WorkspaceEscape, (await daemon.RefusedAsync(daemon.In("/api/shell/run"), $$"""{"cmd":"true","cwd":"../{{Path.GetFileName(sibling)}}"}""")).Code);
        Directory.Delete(sibling);
    }

    [Theory]
    [InlineData("/api/shell/run?workspace=nobody-knows-this", ErrorCodes.WorkspaceNotFound)]
    [InlineData("/api/shell/run?workspace=/no/such/folder", ErrorCodes.WorkspaceNotFound)]
    [InlineData("/api/shell/run?wrokspace=x", ErrorCodes.RequestUnknownParameter)]
    public async Task A_workspace_that_is_none_is_refused(string path, string code)
    {
        Assert.Equal(code, (await daemon.RefusedAsync(path, """{"cmd":"true"}""")).Code);
    }

    [Theory]
    [InlineData("/api/shell/jobs/j_nothing", ErrorCodes.JobNotFound)]
    [InlineData("/api/shell/jobs/j_", ErrorCodes.JobNotFound)]
    [InlineData("/api/shell/jobs/j_nothing/logs", ErrorCodes.JobNotFound)]
    [InlineData("/api/shell/jobs/j_nothing/events", ErrorCodes.JobNotFound)]
    [InlineData("/api/shell/jobs?state=some", ErrorCodes.RequestInvalidValue)]
    [InlineData("/api/shell/jobs?status=all", ErrorCodes.RequestUnknownParameter)]
    [InlineData("/api/shell/recent?limit=0", ErrorCodes.RequestInvalidValue)]
    [InlineData("/api/shell/recent?limit=51", ErrorCodes.RequestInvalidValue)]
    public async Task What_is_not_there_and_what_is_not_known_is_told(string path, string code)
    {
        using var answer = await daemon.Client.GetAsync(path, Patience.Token);
        Assert.Equal(code, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task The_id_of_a_frame_is_a_number()
    {
        var job = (await daemon.FramesAsync("true"))[0].Frame.JobId!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/shell/jobs/{job}/events");
        request.Headers.Add("Last-Event-ID", "x");
        using var answer = await daemon.Client.SendAsync(request, Patience.Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}

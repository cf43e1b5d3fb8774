using System.Net;
using System.Net.Sockets;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Projects;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

public sealed class Refused_files(ProjectsDaemon daemon) : IClassFixture<ProjectsDaemon>
{
    [Fact]
    public async Task A_circle_is_refused_with_its_path_and_place()
    {
        var folder = daemon.Folder("circle", """
            processes:
              a: { shell: "true", depends_on: [b] }
              b: { shell: "true", depends_on: [c] }
              c: { shell: "true", depends_on: [a] }
            """);

        var problem = await daemon.RefusedUpAsync(folder);

        Assert.Equal((ErrorCodes.ProjectDependencyCycle, "drover.yaml:4:36: processes wait for each other: a → b → c → a."), (problem.Code, problem.Detail));
        Assert.Equal(("4", "36"), (problem.Details!["line"], problem.Details["column"]));
    }

    [Fact]
    public async Task An_unknown_key_is_refused_with_the_nearest_known_one()
    {
        var folder = daemon.Folder("key", """
            processes:
              web:
                shell: "true"
                wacth: [src]
            """);

        var problem = await daemon.RefusedUpAsync(folder);

        Assert.Equal((ErrorCodes.ProjectUnknownKey, "drover.yaml:4:5: unknown key wacth; did you mean watch?"), (problem.Code, problem.Detail));
        var list = await daemon.Sessions.RefusedGetAsync($"/v1/projects?path={Uri.EscapeDataString(folder)}");
        Assert.Equal(ErrorCodes.ProjectUnknownKey, list.Code);
    }

    [Fact]
    public async Task A_fixed_port_that_somebody_else_has_is_refused_with_the_holder_and_nothing_is_changed()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var folder = daemon.Folder("port-taken", $$"""
            processes:
              first: { shell: "exec sleep 1000" }
              web: { shell: "exec sleep 1000", port: {{port}} }
            """);

        var problem = await daemon.RefusedUpAsync(folder);

        Assert.Equal(ErrorCodes.ProjectPortTaken, problem.Code);
        Assert.StartsWith($"drover.yaml:3:", problem.Detail, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", problem.Detail, StringComparison.Ordinal);
        Assert.Null((await daemon.StatusAsync("port-taken")).Processes[0].Session);
    }

    [Theory]
    [InlineData("drover.yaml")]
    [InlineData("Procfile")]
    public async Task A_FIFO_in_place_of_the_file_is_not_waited_for(string file)
    {
        var folder = daemon.Work.Folder($"fifo-{file}");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder, file)]))
        {
            await made.WaitForExitAsync(TestKit.Patience.Token);
        }

        var problem = await daemon.RefusedUpAsync(folder);

        Assert.Equal(ErrorCodes.ProjectFileUnreadable, problem.Code);
        Assert.EndsWith("it is no regular file.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_makes_a_session_a_member_of_a_project_but_up()
    {
        var problem = await daemon.Sessions.RefusedAsync("/v1/sessions", """{"shell":"exit 0","project":{"folder":"/","process":"web"}}""");

        Assert.Equal(ErrorCodes.RequestUnknownField, problem.Code);
        Assert.StartsWith("Unknown field $.project.", problem.Detail, StringComparison.Ordinal);
        var misspelt = await daemon.Sessions.RefusedAsync("/v1/sessions", """{"shel":"exit 0"}""");
        Assert.Contains("shell", misspelt.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("project", misspelt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_environment_file_is_told_with_its_place()
    {
        var folder = daemon.Folder("no-env", "env_file: [missing.env]\nprocesses: { web: { shell: \"true\" } }\n");

        var problem = await daemon.RefusedUpAsync(folder);

        Assert.Equal(ErrorCodes.ProjectFileUnreadable, problem.Code);
        Assert.StartsWith("drover.yaml:1:12: ", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_file_and_a_name_that_nobody_has_are_not_found()
    {
        Assert.Equal(ErrorCodes.ProjectNotFound, (await daemon.RefusedUpAsync("/proc/self")).Code);
        Assert.Equal(ErrorCodes.ProjectNotFound, (await daemon.RefusedUpAsync("/nowhere/at/all")).Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedUpAsync("relative")).Code);
        Assert.Equal(ErrorCodes.ProjectNotFound, (await daemon.Sessions.RefusedGetAsync("/v1/projects/nobody")).Code);
        Assert.Equal(ErrorCodes.ProjectNotFound, (await daemon.Sessions.RefusedAsync("/v1/projects/down", """{"project":"nobody"}""")).Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.Sessions.RefusedAsync("/v1/projects/down", "{}")).Code);
        Assert.Equal(ErrorCodes.RequestMissingField, (await daemon.Sessions.RefusedAsync("/v1/projects/up", "{}")).Code);
        Assert.Equal(ErrorCodes.RequestUnknownField, (await daemon.Sessions.RefusedAsync("/v1/projects/up", """{"path":"/","colour":1}""")).Code);
    }

    [Fact]
    public async Task A_file_that_broke_while_its_project_runs_is_told_in_the_status_and_down_works()
    {
        var folder = daemon.Folder("broke", """processes: { web: { shell: "exec sleep 1000" } }""");
        await daemon.UpAsync(folder);
        await daemon.UntilUpAsync("broke");
        daemon.Write("broke", "processes: [");

        var status = await daemon.StatusAsync("broke");

        Assert.Equal((ErrorCodes.ProjectFileInvalid, ProjectState.Up), (status.Problem!.Code, status.State));
        Assert.Equal(["web: stop, down"], ProjectsDaemon.Say(await daemon.DownAsync(folder)));
    }

    [Fact]
    public async Task The_schema_is_the_documents()
    {
        var schema = await daemon.Sessions.TextAsync("/v1/projects/schema");

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(TestKit.Children.RepositoryRoot, "docs/drover.schema.json")), schema);
        Assert.Equal(ErrorCodes.RequestUnknownParameter, (await daemon.Sessions.RefusedGetAsync("/v1/projects/schema?x=1")).Code);
        Assert.NotNull(await daemon.Sessions.GetAsync("/v1/projects", DroverJson.Default.ProjectList));
    }
}

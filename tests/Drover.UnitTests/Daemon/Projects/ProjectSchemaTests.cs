using System.Text.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects;
using Drover.Daemon.Projects.Files;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProjectSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ProjectSchema.Text).RootElement;

    [Fact]
    public void The_document_is_what_the_daemon_serves() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Children.RepositoryRoot, "docs/drover.schema.json")), ProjectSchema.Text);

    [Fact]
    public void The_schema_has_the_keys_that_the_parser_knows()
    {
        var process = Schema.GetProperty("properties").GetProperty("processes").GetProperty("additionalProperties");
        Assert.Equal(ProjectKeys.Top, KeysOf(Schema));
        Assert.Equal(ProjectKeys.Process, KeysOf(process));
        var properties = process.GetProperty("properties");
        Assert.Equal(ProjectKeys.Restart, KeysOf(properties.GetProperty("restart").GetProperty("oneOf")[1]));
        Assert.Equal(ProjectKeys.Probe, KeysOf(properties.GetProperty("ready")));
        Assert.Equal(ProjectKeys.Probe, KeysOf(properties.GetProperty("live")));
        Assert.Equal(ProjectKeys.Stop, KeysOf(properties.GetProperty("stop")));
        Assert.Equal(ProjectKeys.Limits, KeysOf(properties.GetProperty("limits")));
    }

    [Fact]
    public void A_process_has_every_field_of_a_session_but_those_that_the_project_fills_in()
    {
        var fields = typeof(SessionSpec).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        Assert.Equal(
            fields.Except(["label", "project", "wait"], StringComparer.Ordinal).Append("once").Order(StringComparer.Ordinal),
            ProjectKeys.Process.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_has_a_description_and_a_row_in_the_document()
    {
        var page = File.ReadAllText(Path.Combine(Children.RepositoryRoot, "docs/projects.md"));
        var process = Schema.GetProperty("properties").GetProperty("processes").GetProperty("additionalProperties").GetProperty("properties");

        Assert.All(process.EnumerateObject().Where(key => key.Name != "restart"), key => Assert.True(key.Value.TryGetProperty("description", out _), key.Name));
        Assert.All(ProjectKeys.Process.Concat(ProjectKeys.Top), key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
}

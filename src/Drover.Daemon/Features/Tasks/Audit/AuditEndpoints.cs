using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Tasks.Audit;

/// <summary>HTTP to <see cref="AuditExport"/>.</summary>
internal static class AuditEndpoints
{
    private const string Jsonl = "application/jsonl; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes)
    {
        TasksEndpoints.One(routes.MapGet("/tasks/{id}/audit", (string id, HttpContext http, TaskService tasks, AuditExport audit) => OneAsync(id, http, tasks, audit)))
            .WithDescription("What was allowed to a task and what it did: JSON lines, each with the hash of itself and the line before. drover audit verify checks them.")
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl");

        routes.MapGet("/audit", (HttpContext http, TaskService tasks, AuditExport audit) => AllAsync(http, tasks, audit))
            .WithTags(TasksEndpoints.Tag)
            .WithDescription("The same of all tasks, oldest first, in one chain.")
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl")
            .Fails(ErrorCodes.RequestUnknownParameter);
    }

    private static async Task<IResult> OneAsync(string id, HttpContext http, TaskService tasks, AuditExport audit)
    {
        var found = tasks.Find(id);
        return (new QueryReader(http.Request.Query).Check() ?? found.Error) is { } wrong ? Problems.From(wrong) : await SendAsync(http, audit.Lines([found.Value]));
    }

    private static async Task<IResult> AllAsync(HttpContext http, TaskService tasks, AuditExport audit) =>
        new QueryReader(http.Request.Query).Check() is { } wrong ? Problems.From(wrong) : await SendAsync(http, audit.Lines(tasks.All.OrderBy(task => task.Record.CreatedAt)));

    private static async Task<IResult> SendAsync(HttpContext http, IEnumerable<string> lines)
    {
        http.Response.ContentType = Jsonl;
        foreach (var line in lines)
        {
            await http.Response.WriteAsync(line + "\n", Encoding.UTF8, http.RequestAborted);
        }

        return Results.Empty;
    }
}

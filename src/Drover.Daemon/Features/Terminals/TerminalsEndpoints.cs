using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Drover.Daemon.Features.Terminals;

/// <summary>HTTP to <see cref="TerminalService"/>, and web sockets to <see cref="TerminalViewer"/>.</summary>
internal static class TerminalsEndpoints
{
    private const string Root = "/api/shell/terminal";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, (HttpContext http, WorkspaceService workspaces, TerminalService terminals) => OpenAsync(http, workspaces, terminals))
            .WithTags("terminals")
            .WithDescription("Runs a command, or the user's shell, on a terminal of its own.")
            .Takes<TerminalRequest>(optional: true)
            .Answers<TerminalCreated>(StatusCodes.Status201Created)
            .TakesWorkspace()
            .Fails(
                ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestUnknownParameter,
                ErrorCodes.RequestCwdNotFound, ErrorCodes.WorkspaceEscape, ErrorCodes.WorkspaceNotFound, ErrorCodes.WorkspaceGone, ErrorCodes.TerminalTooMany);

        routes.MapGet(Root, (HttpContext http, TerminalService terminals) =>
                new QueryReader(http.Request.Query).Check() is { } wrong
                    ? Problems.From(wrong)
                    : JsonAnswer.Ok((IReadOnlyList<Terminal>)[.. terminals.All.Select(terminal => terminal.View())], DroverJson.Default.IReadOnlyListTerminal))
            .WithTags("terminals")
            .WithDescription("The terminals there are, newest first, ended ones included.")
            .Answers<IReadOnlyList<Terminal>>()
            .Fails(ErrorCodes.RequestUnknownParameter);

        routes.MapGet(Root + "/{id}", (string id, HttpContext http, TerminalService terminals, IHostApplicationLifetime lifetime) => ViewAsync(id, http, terminals, lifetime))
            .WithTags("terminals")
            .WithDescription("One terminal; asked for as a web socket, what it shows: the last 256 KiB, then everything. Binary frames are bytes, text frames {\"resize\":[cols,rows]} or {\"signal\":\"INT\"}.")
            .Answers<Terminal>()
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .Fails(ErrorCodes.TerminalNotFound, ErrorCodes.RequestUnknownParameter);

        routes.MapDelete(Root + "/{id}", (string id, HttpContext http, TerminalService terminals) => DeleteAsync(id, http, terminals))
            .WithTags("terminals")
            .WithDescription("Ends a terminal with everything it started (HUP, three seconds, KILL), and removes it. Answers when nothing is left.")
            .Answers<Terminal>()
            .Fails(ErrorCodes.TerminalNotFound, ErrorCodes.RequestUnknownParameter);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, WorkspaceService workspaces, TerminalService terminals)
    {
        var body = await JsonBody.ReadOptionalAsync(http, DroverJson.Default.TerminalRequest);
        var query = new QueryReader(http.Request.Query);
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        if ((query.Check() ?? body.Error ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var request = body.Value ?? new TerminalRequest();
        var folder = WorkspaceFolder.In(workspace.Value, request.Cwd);
        var spec = folder.Error is { } outside ? outside : TerminalSpec.Of(request, folder.Value);
        var opened = spec.Error is { } refused ? refused : await terminals.OpenAsync(spec.Value);
        return opened.ToHttp(terminal => JsonAnswer.Created($"{Root}/{terminal.Name}", new TerminalCreated(terminal.Name), DroverJson.Default.TerminalCreated));
    }

    private static async Task<IResult> ViewAsync(string id, HttpContext http, TerminalService terminals, IHostApplicationLifetime lifetime)
    {
        var found = terminals.Find(id);
        if ((new QueryReader(http.Request.Query).Check() ?? found.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            return JsonAnswer.Ok(found.Value.View(), DroverJson.Default.Terminal);
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        await new TerminalViewer(found.Value, socket).RunAsync(ends.Token);
        return Results.Empty;
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, TerminalService terminals)
    {
        var found = terminals.Find(id);
        return (new QueryReader(http.Request.Query).Check() ?? found.Error) is { } wrong
            ? Problems.From(wrong)
            : JsonAnswer.Ok(await terminals.DeleteAsync(found.Value, TerminalReason.Deleted), DroverJson.Default.Terminal);
    }
}

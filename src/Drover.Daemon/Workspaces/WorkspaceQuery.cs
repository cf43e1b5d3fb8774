using Drover.Contracts.Errors;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;

namespace Drover.Daemon.Workspaces;

/// <summary>How a call says which workspace it means: <c>?workspace=</c>, else the header <c>X-Workspace</c>.</summary>
internal static class WorkspaceQuery
{
    public const string Header = "X-Workspace";

    /// <summary>What the call names; null when it names none.</summary>
    /// <param name="query">Its query.</param>
    /// <param name="header">The value of <see cref="Header"/>, empty when it was not sent.</param>
    public static string? Named(QueryReader query, string header) => query.Text("workspace") ?? (header.Length > 0 ? header : null);

    /// <summary>The workspace of a call.</summary>
    public static Result<Workspace> Of(this WorkspaceService workspaces, QueryReader query, string header) => workspaces.Find(Named(query, header));

    public static RouteHandlerBuilder TakesWorkspace(this RouteHandlerBuilder endpoint) => endpoint
        .Query("workspace", "string", "Name or folder of the workspace; also as the header X-Workspace. Default: the folder the daemon was started in.")
        .Fails(ErrorCodes.WorkspaceNotFound, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter);
}

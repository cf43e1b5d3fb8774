using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Contracts.Terminals;
using Drover.Daemon.Processes;
using Drover.Daemon.Workspaces;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Terminals;

/// <summary>A terminal that was asked for, checked.</summary>
/// <param name="Line">A line for the shell; null for the user's shell itself.</param>
/// <param name="Folder">Where it is to run.</param>
/// <param name="Size">Its size.</param>
/// <param name="Variables">The whole environment.</param>
internal sealed record TerminalSpec(string? Line, WorkspaceFolder Folder, PtySize Size, IReadOnlyDictionary<string, string> Variables)
{
    private const int DefaultColumns = 80;
    private const int DefaultRows = 24;
    private const string Shell = "/bin/sh";

    // What a page and most terminals understand. A TERM of the daemon's own would speak of the terminal it was once started from.
    private const string Kind = "xterm-256color";

    /// <summary>The user's shell: <c>$SHELL</c>, where that is a program.</summary>
    public string UserShell =>
        Variables.GetValueOrDefault("SHELL") is ['/', ..] named && ProgramLocator.Find(named, "/", null) is ProgramLookup.Found ? named : Shell;

    public static Result<TerminalSpec> Of(TerminalRequest request, WorkspaceFolder folder)
    {
        if (request.Cmd is not null && (string.IsNullOrWhiteSpace(request.Cmd) || request.Cmd.Contains('\0', StringComparison.Ordinal)))
        {
            return TerminalErrors.Invalid("cmd", "cmd is a line for the shell without NUL characters; leave it out for the shell itself.");
        }

        if (SizeOf(request.Cols ?? DefaultColumns, request.Rows ?? DefaultRows) is not { } size)
        {
            return TerminalErrors.Invalid(request.Cols is null or (>= 1 and <= ushort.MaxValue) ? "rows" : "cols", "cols and rows are 1 to 65535.");
        }

        foreach (var (name, value) in request.Env ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || value is null || value.Contains('\0', StringComparison.Ordinal))
            {
                return TerminalErrors.Invalid("env", $"The variable \"{name.Replace('\0', '?')}\" cannot be passed on: its name is empty or has \"=\" in it, or it has no value or a NUL character.");
            }
        }

        return new TerminalSpec(request.Cmd, folder, size, VariablesOf(request));
    }

    public static PtySize? SizeOf(int columns, int rows) =>
        columns is >= 1 and <= ushort.MaxValue && rows is >= 1 and <= ushort.MaxValue ? new PtySize(columns, rows) : null;

    public ProcessSpec Process() => new()
    {
        Program = Line is null ? UserShell : Shell,
        Arguments = Line is null ? [] : ["-c", Line],
        WorkingDirectory = Folder.Path,
        Environment = Variables,
        Pty = Size,
    };

    private static Dictionary<string, string> VariablesOf(TerminalRequest request)
    {
        var from = request.BaseEnv ?? BaseEnvironment.Daemon;
        var variables = BaseVariables.Of(from);
        if (from.Variables is null || variables.GetValueOrDefault("TERM") is null or "" or "dumb")
        {
            variables["TERM"] = Kind;
        }

        // They would win over the size that the terminal really has.
        variables.Remove("COLUMNS");
        variables.Remove("LINES");
        foreach (var (name, value) in request.Env ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            variables[name] = value;
        }

        return variables;
    }
}

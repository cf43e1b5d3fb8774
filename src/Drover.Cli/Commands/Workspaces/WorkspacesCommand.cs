using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Workspaces;

namespace Drover.Cli.Commands.Workspaces;

/// <summary><c>drover workspaces</c> and <c>drover workspaces register</c>.</summary>
internal static class WorkspacesCommand
{
    internal static CommandRow[] Rows { get; } =
    [
        new("register", "Give a folder a name", BuildRegister),
    ];

    internal static CliCommand Build(string name) => new(name)
    {
        Run = call => call.ShowAsync(client => client.WorkspacesAsync(), workspaces => Show(call, workspaces)),
        Remarks = "A workspace is a folder that jobs and tasks run in. Any folder will do; a registered one has a name and is listed.",
        Examples = ["drover workspaces", "drover workspaces register . --name shop"],
    };

    private static CliCommand BuildRegister(string name)
    {
        var folder = new Argument<string>("folder") { Description = "The folder (default: here)", Arity = ArgumentArity.ZeroOrOne };
        var called = Values.Text("--name", "NAME", "Its name (default: that of the folder)", "-n");
        return new CliCommand(name)
        {
            Arguments = { folder },
            Options = { called },
            Run = call => CallerFolder.Here() is { } here
                ? call.ShowAsync(
                    client => client.RegisterWorkspaceAsync(new RegisterWorkspace { Path = Path.GetFullPath(call.Get(folder) is { Length: > 0 } given ? given : ".", here), Name = call.Get(called) }),
                    workspace => Show(call, [workspace]))
                : Task.FromResult(call.Fail(CallerFolder.IsGone)),
            Examples = ["drover workspaces register", "drover workspaces register ~/src/shop --name shop"],
        };
    }

    private static int Show(Invocation call, IReadOnlyList<Workspace> workspaces)
    {
        var table = new Table("NAME", "FOLDER");
        foreach (var workspace in workspaces)
        {
            table.Add(workspace.Name, workspace.Path);
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }
}

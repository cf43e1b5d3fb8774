using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Projects;

/// <summary><c>drover up</c>: makes what runs what the file says, tells what was changed and why, and shows the common log.</summary>
internal static class UpCommand
{
    internal static CliCommand Build(string name)
    {
        var which = ProjectPlace.Processes("What they depend on is started, too");
        var file = ProjectPlace.File();
        var detach = Values.Flag("--detach", "Return when everything is up, or has failed, and leave it running", "-d");
        var dryRun = Values.Flag("--dry-run", "Only say what would be done", "-n");
        var timeout = Values.Milliseconds("--timeout", "With -d: longest wait (default: none; ready probes have limits of their own)");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { file, detach, dryRun, timeout },
            Run = async call =>
            {
                if (call.Has(timeout) && !call.Get(detach))
                {
                    return call.Usage("--timeout is for -d.");
                }

                var path = ProjectPlace.Of(call, file);
                var request = new ProjectUpRequest { Path = path, Names = call.Get(which), Env = CallerEnvironment.Take(), DryRun = call.Get(dryRun) ? true : null };
                return await RunAsync(call, request, call.Get(detach), call.Get(timeout));
            },
            Remarks = "Only what differs from the file is started, restarted or stopped, so a second time nothing happens. The environment of this shell goes along.\n"
                + "Ctrl-C ends the processes, those that depend on others first; a second Ctrl-C kills them. Closing the terminal leaves them running.\n"
                + "When all have ended by themselves, the exit code is that of the first one that failed, in the order of the start.",
            Examples = ["drover up", "drover up -d && open http://web.shop.localhost:7777", "drover up api", "drover up --dry-run", "drover up -f deploy/drover.yaml"],
        };
    }

    private static async Task<int> RunAsync(Invocation call, ProjectUpRequest request, bool detach, int? timeout)
    {
        // From the beginning, so that there is no moment in which Ctrl-C leaves behind what this command has started. With -d it is meant to stay.
        using var interrupts = detach || request.DryRun is true ? null : new Interrupts();
        var connecting = call.ConnectAsync();
        if (interrupts is not null && await Task.WhenAny(connecting, interrupts.First) != connecting)
        {
            return ExitCodes.Interrupted;
        }

        var client = await connecting;
        var before = client.IsSuccess ? await BeforeUp.LookAsync(client.Value, request.Path) : client.Error!;
        if (before.IsSuccess && interrupts?.First.IsCompleted is true)
        {
            return ExitCodes.Interrupted;
        }

        var up = before.IsSuccess ? await UpAsync(call, client.Value, request, interrupts) : before.Error!;
        if (!up.IsSuccess)
        {
            return call.Fail(up.Error!);
        }

        if (call.Json)
        {
            call.Answer(up.Value.Json);
            await call.Out.FlushAsync();
        }

        var changes = up.Value.Value;
        if (!call.Json)
        {
            ChangesText.Write(call, changes, await UrlsAsync(client.Value, request.Path), asData: request.DryRun is true);
        }

        var scope = before.Value.ScopeOf(changes);
        return request.DryRun is true ? scope.HasFailures ? ExitCodes.Failure : ExitCodes.Ok
            : interrupts is null ? await new UpWait(call, client.Value, scope).RunAsync(before.Value.NextEvent, timeout)
            : await new UpView(call, client.Value, scope, interrupts).RunAsync();
    }

    // The daemon brings to an end what it has begun, also without this command: what that was is known with its answer only, and ended then.
    private static async Task<Result<Answer<ProjectChanges>>> UpAsync(Invocation call, DroverClient client, ProjectUpRequest request, Interrupts? interrupts)
    {
        if (interrupts is null)
        {
            return await client.ProjectUpAsync(request);
        }

        // With a token the call does not block this thread while it waits.
        using var never = new CancellationTokenSource();
        var up = client.ProjectUpAsync(request, never.Token);
        if (await Task.WhenAny(up, interrupts.First) != up)
        {
            call.Say($"\n{call.Terminal.ErrorInk.Dim("drover: everything is stopped as soon as it is known what was started; Ctrl-C again kills")}");
            if (await Task.WhenAny(up, interrupts.Second) != up)
            {
                call.Say(call.Terminal.ErrorInk.Dim("drover: killing"));
                await KillAsync(client, request, never.Token);
            }
        }

        return await up;
    }

    // What the daemon is still busy with ends now; what it starts after that, the view kills when it has the answer.
    private static async Task KillAsync(DroverClient client, ProjectUpRequest request, CancellationToken never)
    {
        var list = await client.ProjectsAsync(request.Path, never);
        if (list is { IsSuccess: true, Value.Value.Projects: [var project] })
        {
            var killed = ProjectScope.SessionsOf(project, request.Names).Select(session => client.StopAsync(session, new StopRequest { Signal = "KILL", GraceMs = 0, Wait = true }, never));
            await Task.WhenAll(killed);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> UrlsAsync(DroverClient client, string path)
    {
        var list = await client.ProjectsAsync(path);
        return list is { IsSuccess: true, Value.Value.Projects: [var project] }
            ? project.Processes.Where(process => process.Urls.Count > 0).ToDictionary(process => process.Name, process => process.Urls[0], StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }
}

using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Projects;

/// <summary><c>drover up</c> without <c>-d</c>: the common log until everything has ended, or Ctrl-C ends it. A hang-up or a TERM ends only this view.</summary>
internal sealed class UpView(Invocation call, DroverClient client, ProjectScope scope, Interrupts interrupts)
{
    // After a stop that left something behind, a log has no end.
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    internal async Task<int> RunAsync()
    {
        using var over = new CancellationTokenSource();
        IProjectLines lines = call.Json ? new JsonLines(call.Out) : new TextLines(call.Terminal, scope);
        var following = new ProjectLog(client, scope, lines).RunAsync(over.Token);
        if (await Task.WhenAny(following, interrupts.First) == following)
        {
            return await following is { } failure ? call.Fail(failure) : await EndedAsync();
        }

        var exit = await DownAsync(over.Token);
        await Task.WhenAny(following, Task.Delay(LastLines, TimeProvider.System));
        await over.CancelAsync();
        await ((Task)following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lines.Flush();
        return exit;
    }

    private async Task<int> EndedAsync()
    {
        await call.Out.FlushAsync();
        var status = await scope.StatusAsync(client);
        if (!status.IsSuccess)
        {
            return call.Fail(status.Error!);
        }

        var failed = status.Value.FirstOrDefault(ProcessVerdict.HasFailed);
        if (failed is not null)
        {
            call.Say(Note($"{failed.Name}: {failed.Session?.Reason ?? "failed"}"));
        }

        return failed is not null ? ProcessVerdict.ExitCodeOf(failed) : scope.HasFailures ? ExitCodes.Failure : ExitCodes.Ok;
    }

    private async Task<int> DownAsync(CancellationToken waits)
    {
        call.Say($"\n{Note("stopping; Ctrl-C again kills")}");

        // With a token the calls do not block this thread while they wait.
        var stopping = client.ProjectDownAsync(new ProjectDownRequest { Project = scope.Project, Names = [.. scope.Processes.Select(process => process.Name)] }, waits);
        if (await Task.WhenAny(stopping, interrupts.Second) != stopping)
        {
            call.Say(Note("killing"));
            await Task.WhenAll(scope.Processes.Select(process => client.StopAsync(process.Session, new StopRequest { Signal = "KILL", GraceMs = 0, Wait = true }, waits)));
        }

        var down = await stopping;
        if (!down.IsSuccess)
        {
            return call.Fail(down.Error!);
        }

        if (down.Value.Value.Changes.FirstOrDefault(change => change.Failed is not null)?.Failed is { } left)
        {
            return call.Fail(new Error(left.Code, left.Detail));
        }

        return ExitCodes.Interrupted;
    }

    private string Note(string text) => call.Terminal.ErrorInk.Dim($"drover: {text}");
}

using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task new</c>.</summary>
internal static class NewTaskCommand
{
    private const int MillisecondsOfMinute = 60_000;

    internal static CliCommand Build(string name)
    {
        var title = new Argument<string>("title") { Description = "What it is called; the prompt, too, when none is given" };
        var options = new NewTaskOptions();
        var policy = new TaskPolicyOptions();
        var start = Values.Flag("--start", "Start it at once");
        var follow = Values.Flag("--follow", "With --start: show its events until it ends, or waits for you", "-f");
        var command = new CliCommand(name)
        {
            Arguments = { title },
            Run = call => call.Get(follow) && !call.Get(start)
                ? Task.FromResult(call.Usage("--follow shows what comes of --start: give both."))
                : RunAsync(call, options.Read(call, call.Get(title)!, policy.Read(call)), options.DependsOn(call), call.Get(start), call.Get(follow)),
            Remarks = "It works in a worktree of its own, on a branch drover/…, from where the repository's HEAD is; your files are not touched before drover task merge.\n"
                + "A shell task runs --command; the others are told --prompt. Prints the id, with --best-of one a line for each runner.\n"
                + "With --follow the exit code is 0 when it ended well or waits for you, 1 when it failed or was stopped.",
            Examples =
            [
                "drover task new \"Fix the login\" --runner claude-code --policy review --check \"npm test\" --start --follow",
                "drover task new \"Format\" --command \"npm run format\" --start",
                "drover task new \"Speed up search\" --best-of codex,claude-code --prompt - < prompt.md",
            ],
        };
        options.AddTo(command);
        command.Options.Add(start);
        command.Options.Add(follow);
        policy.AddTo(command);
        return command;
    }

    /// <summary>15m, 1h, or a bare number of minutes; begun minutes count.</summary>
    internal static int? Minutes(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var minutes)
        ? minutes
        : Values.TryMilliseconds(text) is { } time ? (int)Math.Ceiling(time / (double)MillisecondsOfMinute) : null;

    private static async Task<int> RunAsync(Invocation call, Result<CreateTaskRequest> wanted, string[] dependsOn, bool start, bool follow)
    {
        if (wanted.Error is { } wrong)
        {
            return call.Fail(wrong);
        }

        var client = await call.ConnectAsync();
        var before = client.IsSuccess ? await ResolveAsync(client.Value, dependsOn) : client.Error!;
        var made = before.IsSuccess ? await client.Value.CreateTaskAsync(wanted.Value with { DependsOn = before.Value }) : before.Error!;
        if (made.Error is { } refused)
        {
            return NextSteps.Fail(call, refused, "ID");
        }

        var first = made.Value.Value;
        Guid[] all = [first.Id, .. first.Siblings];
        if (call.Json)
        {
            call.Answer(made.Value.Json);
        }
        else
        {
            foreach (var id in all)
            {
                call.Out.Write($"{id}\n");
            }
        }

        if (!start)
        {
            NextSteps.Say(call, first, first.Id.ToString());
            return ExitCodes.Ok;
        }

        call.Out.Flush();
        var worst = ExitCodes.Ok;
        foreach (var id in all)
        {
            var started = await client.Value.StartTaskAsync(id.ToString());
            worst = started.Error is { } failed ? NextSteps.Fail(call, failed, id.ToString()) : worst;
        }

        return worst != ExitCodes.Ok || !follow ? worst : await FollowAllAsync(call, client.Value, all, wanted.Value.Checks?.Count ?? 0);
    }

    // Several run at once; they are shown one after the other, so that each stays readable.
    private static async Task<int> FollowAllAsync(Invocation call, DroverClient client, Guid[] tasks, int checks)
    {
        var worst = ExitCodes.Ok;
        foreach (var task in tasks)
        {
            if (tasks.Length > 1)
            {
                call.Say(call.Terminal.ErrorInk.Bold($"— {task}"));
            }

            var code = await new TaskFollower(call, client, task.ToString()) { EndsWhenAsked = true, Checks = checks }.RunAsync(since: null);
            worst = Math.Max(worst, code);
        }

        return worst;
    }

    private static async Task<Result<IReadOnlyList<Guid>>> ResolveAsync(DroverClient client, string[] names)
    {
        var ids = new List<Guid>();
        foreach (var name in names)
        {
            var found = await client.TaskAsync(name);
            if (found.Error is { } unknown)
            {
                return unknown;
            }

            ids.Add(found.Value.Value.Id);
        }

        return ids;
    }
}

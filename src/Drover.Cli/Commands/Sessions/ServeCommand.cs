using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover serve [OPTIONS] -- CMD…</c>: starts a session, prints its id, returns.</summary>
internal static class ServeCommand
{
    // How long to look for a URL or an early end, so that people are told both with the id. Scripts say --wait.
    private static readonly TimeSpan LookForPeople = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    internal static CliCommand Build(string name)
    {
        var spec = new SpecOptions();
        var wait = new WaitOptions();
        var quiet = Values.Flag("--quiet", "On a terminal, too: print the id and return at once, without a look at how it begins", "-q");
        var command = new CliCommand(name)
        {
            Tail = "-- PROGRAM ARGS…",
            Run = call => RunAsync(call, spec, wait, call.Get(quiet)),
            Remarks = "The id goes to standard output, everything else to standard error. The whole environment of this shell goes along.\nOn a terminal it looks for up to 3 s where the session listens, or whether it ends at once; elsewhere it returns at once. What it sees there is\nnews and does not change its exit code, which is about the start; --wait asks for a verdict.",
            Examples =
            [
                "drover serve --watch src --watch Cargo.toml -- cargo run",
                "drover serve --label web --port auto --ready port --wait -- npm run dev",
                "drover serve --label api -e LOG=debug --restart on-failure -- ./api --verbose",
                "drover serve --shell 'tsc -w | tee tsc.log'",
            ],
        };
        spec.AddTo(command);
        wait.AddTo(command);
        command.Options.Add(quiet);
        return command;
    }

    private static async Task<int> RunAsync(Invocation call, SpecOptions options, WaitOptions waitOptions, bool quiet)
    {
        var spec = options.ToSpec(call);
        var wait = waitOptions.Parse(call);
        if ((spec.Error ?? wait.Error) is { } wrong)
        {
            return call.Fail(wrong);
        }

        var client = await call.ConnectAsync();
        if (!client.IsSuccess)
        {
            return call.Fail(client.Error!);
        }

        var request = wait.Value.Request;
        var created = await client.Value.CreateAsync(spec.Value with { Wait = call.Json ? request : null }, request is null ? default : call.Cancellation);
        if (!created.IsSuccess)
        {
            return call.Fail(created.Error!);
        }

        if (call.Json)
        {
            call.Answer(created.Value.Json);
            var served = created.Value.Value;
            return served.Wait is { } result ? await WaitOutput.ExitCodeAsync(client.Value, served.Id, result, request!.For!.Value) : ExitCodes.Ok;
        }

        call.Out.Write(created.Value.Value.Id + "\n");
        await call.Out.FlushAsync();
        return request is not null ? await WaitAsync(call, client.Value, created.Value.Value.Id, request)
            : quiet || !call.Terminal.OutputIsTerminal ? ExitCodes.Ok
            : await LookAsync(call, client.Value, created.Value.Value.Id);
    }

    private static async Task<int> WaitAsync(Invocation call, DroverClient client, string id, WaitRequest request)
    {
        var answer = await PatientWait.RunAsync(call, client, id, request);
        if (!answer.IsSuccess)
        {
            return call.Fail(answer.Error!);
        }

        WaitOutput.Tell(call, answer.Value.Value, request.For!.Value, always: false);
        return await WaitOutput.ExitCodeAsync(client, id, answer.Value.Value, request.For!.Value);
    }

    // The session is started and its id printed: whatever is seen here is news, not a failure of this command.
    private static async Task<int> LookAsync(Invocation call, DroverClient client, string id)
    {
        var began = TimeProvider.System.GetTimestamp();
        var ink = call.Terminal.ErrorInk;
        while (TimeProvider.System.GetElapsedTime(began) < LookForPeople)
        {
            var answer = await client.ListAsync();
            if (!answer.IsSuccess)
            {
                return call.Fail(answer.Error!);
            }

            if (answer.Value.Value.Sessions.FirstOrDefault(session => string.Equals(session.Id, id, StringComparison.Ordinal)) is not { } session)
            {
                return ExitCodes.Ok;
            }

            if (session.Ports is [var port, ..])
            {
                call.Say($"{ink.Green("✓")} {SessionChoice.NameOf(session)} at {ink.Cyan($"http://localhost:{port}")}");
                return ExitCodes.Ok;
            }

            if (!SessionChoice.IsActive(session.State) || session.State == SessionState.Backoff)
            {
                var logs = await client.LogsAsync(id, new LogRequest { Limit = 20 });
                var ended = session.ExitCode == 0;
                call.Say($"{(ended ? ink.Green("✓") : ink.Red("✗"))} {session.Reason ?? LsCommand.Word(session.State)}");
                foreach (var entry in logs.IsSuccess && !ended ? logs.Value.Value.Entries : [])
                {
                    call.Say($"  {(entry.Stream is "stdout" ? "" : $"[{entry.Stream}] ")}{entry.Line}");
                }

                return ExitCodes.Ok;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        return ExitCodes.Ok;
    }
}

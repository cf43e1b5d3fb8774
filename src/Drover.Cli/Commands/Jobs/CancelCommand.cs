using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover cancel</c>.</summary>
internal static class CancelCommand
{
    internal static CliCommand Build(string name)
    {
        var jobs = new Argument<string[]>("job") { Description = "Jobs: ids, or beginnings of ids", Arity = ArgumentArity.OneOrMore };
        return new CliCommand(name)
        {
            Arguments = { jobs },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                if (!client.IsSuccess)
                {
                    return call.Fail(client.Error!);
                }

                var code = ExitCodes.Ok;
                foreach (var job in call.Get(jobs)!)
                {
                    var cancelled = await client.Value.CancelJobAsync(job);
                    if (!cancelled.IsSuccess)
                    {
                        code = call.Fail(cancelled.Error!);
                    }
                    else if (call.Json)
                    {
                        call.Answer(cancelled.Value.Json);
                    }
                }

                return code;
            },
            Remarks = "TERM to the job and everything it started, KILL after three seconds; a second cancel during that time kills at once.",
            Examples = ["drover cancel j_3f2a", "drover cancel $(drover jobs -q)"],
        };
    }
}

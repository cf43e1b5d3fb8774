using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Sessions;

/// <summary>What the completion scripts call: a name per line, nothing when no daemon runs. Never starts one.</summary>
internal static class NamesCommand
{
    internal static CliCommand Build(string name)
    {
        var active = Values.Flag("--active", "Only those with a process");
        return new CliCommand(name)
        {
            Options = { active },
            Run = async call =>
            {
                var address = DaemonAddress.FromEnvironment();
                if (!address.IsSuccess || (address.Value.IsLocalDefault && !DaemonStarter.Answers(address.Value)))
                {
                    return ExitCodes.Ok;
                }

                var list = await new DroverClient(address.Value).ListAsync();
                foreach (var session in (list.IsSuccess ? list.Value.Value.Sessions : []).Where(session => !call.Get(active) || SessionChoice.IsActive(session.State)))
                {
                    call.Out.Write(SessionChoice.NameOf(session) + "\n");
                }

                return ExitCodes.Ok;
            },
        };
    }
}

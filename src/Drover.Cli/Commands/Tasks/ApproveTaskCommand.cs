using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task approve</c>: answers what an agent asks for; where it asks for nothing, approves the start.</summary>
internal static class ApproveTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var request = new Argument<string>("request") { Description = "What it asks for: the id, or the beginning of it; may be left out when it is one thing", Arity = ArgumentArity.ZeroOrOne };
        var deny = Values.Flag("--deny", "Say no");
        var session = Values.Flag("--session", "Say yes, and to what is like it for as long as the attempt runs");
        var message = Values.Text("--message", "TEXT", "Said to the agent with the answer; of a start, a note for the history", "-m");
        var later = Values.Flag("--no-start", "Approve the start, and leave starting to drover task start");
        return new CliCommand(name)
        {
            Arguments = { which, request },
            Options = { deny, session, message, later },
            Run = async call =>
            {
                if (call.Get(deny) && call.Get(session))
                {
                    return call.Usage("Give --deny or --session, not both.");
                }

                var task = call.Get(which)!;
                var client = await call.ConnectAsync();
                var found = client.IsSuccess ? await client.Value.TaskAsync(task) : client.Error!;
                if (found.Error is { } unknown)
                {
                    return NextSteps.Fail(call, unknown, task);
                }

                var known = found.Value.Value;
                var decision = call.Get(deny) ? ApprovalDecision.Deny : call.Get(session) ? ApprovalDecision.AllowSession : ApprovalDecision.Allow;
                var asked = NextSteps.Pending(known);
                var chosen = Choose(asked, call.Get(request), out var several);
                if (several)
                {
                    return Several(call, asked, task);
                }

                if (chosen is null && call.Get(request) is null && decision != ApprovalDecision.Allow)
                {
                    return NextSteps.Fail(call, new Error(ErrorCodes.TaskApprovalUnknown, "The task asks for nothing now; a start that is not approved does not happen."), task);
                }

                var answer = chosen is null && call.Get(request) is null
                    ? new ApproveTaskRequest { Note = call.Get(message), Start = call.Get(later) ? false : null }
                    : new ApproveTaskRequest { RequestId = chosen?.RequestId ?? call.Get(request), Decision = decision, Message = call.Get(message) };
                var approved = await client.Value.ApproveTaskAsync(task, answer);
                if (approved.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                if (call.Json)
                {
                    return call.Answer(approved.Value.Json);
                }

                if (chosen is not null)
                {
                    call.Say($"{(decision == ApprovalDecision.Deny ? "denied" : "allowed")} {chosen.Kind}: {SafeText.Of(chosen.Summary)}");
                }

                NextSteps.Say(call, approved.Value.Value, task);
                return ExitCodes.Ok;
            },
            Remarks = "drover task show lists what is asked for. Agents cannot approve: whatever a task has started is refused.",
            Examples = ["drover task approve 3f2a61c0", "drover task approve 3f2a61c0 req_7 --session", "drover task approve 3f2a61c0 --deny -m \"Use the test database\""],
        };
    }

    private static TaskApproval? Choose(IReadOnlyList<TaskApproval> asked, string? name, out bool several)
    {
        var fitting = name is null ? asked
            : asked.Where(approval => approval.RequestId == name).ToList() is { Count: > 0 } exact ? exact
            : [.. asked.Where(approval => approval.RequestId.StartsWith(name, StringComparison.Ordinal))];
        several = fitting.Count > 1;
        return fitting.Count == 1 ? fitting[0] : null;
    }

    private static int Several(Invocation call, IReadOnlyList<TaskApproval> asked, string task)
    {
        var code = call.Usage($"The task asks for {asked.Count} things: say which one.");
        foreach (var approval in asked)
        {
            call.Say($"  {approval.Kind}: {SafeText.Of(approval.Summary)}\n    {call.Terminal.ErrorInk.Dim("→")} {NextSteps.Answer(approval, task)}");
        }

        return code;
    }
}

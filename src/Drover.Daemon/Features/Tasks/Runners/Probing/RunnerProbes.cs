using Drover.Contracts.Sessions;
using Drover.Contracts.Tasks;
using Drover.Daemon.Processes;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Tasks.Runners.Probing;

/// <summary>Finds out which runners can be used, by running them. An answer is good for a minute.</summary>
internal sealed class RunnerProbes(TaskRunners runners, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    // Some agents are started through npx and such, which take their time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _asking = new(1);
    private (long At, IReadOnlyList<Runner> Rows)? _known;

    /// <summary>Every runner, in the order of <see cref="TaskRunners.All"/>.</summary>
    public async Task<IReadOnlyList<Runner>> ListAsync(CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation);
        try
        {
            if (_known is not { } known || time.GetElapsedTime(known.At) > Fresh)
            {
                var rows = await Task.WhenAll(runners.All.Select(runner => AskAsync(runner, cancellation)));
                known = (time.GetTimestamp(), rows);
                _known = known;
            }

            return known.Rows;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<Runner> AskAsync(ITaskRunner runner, CancellationToken cancellation)
    {
        var check = runner.Check;
        var command = CommandText.Of(check.Program);
        var environment = BaseVariables.Of(BaseEnvironment.Daemon);
        foreach (var name in runner.NotInherited)
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in check.Environment)
        {
            environment[name] = value;
        }

        if (ProgramLocator.Find(check.Program[0], "/", environment.GetValueOrDefault("PATH")) is not ProgramLookup.Found found)
        {
            return Row(false, null, RunnerLogin.Unknown, $"{check.Program[0]} is not there: install it, or name it in the configuration as runners.{runner.Name}.command.");
        }

        var version = check.Version is null ? null : await RunAsync(check.Version);
        if (version is { Code: not 0 })
        {
            return Row(false, null, RunnerLogin.Unknown, version.Reason ?? $"{command} --version exits {version.Code}.");
        }

        var login = check.Login is null ? null : await RunAsync(check.Login);
        var (state, reason) = login is null ? (check.LoginUnasked, null) : login.Code is { } code ? check.JudgeLogin(code, login.Printed) : (RunnerLogin.Unknown, login.Reason);
        return Row(true, FirstLine(version?.Printed), state, reason);

        Task<ProgramAnswer> RunAsync(IReadOnlyList<string> arguments) =>
            ProgramAnswer.AskAsync(found.Path, [.. check.Program.Skip(1), .. arguments], environment, Patience, time, cancellation);

        Runner Row(bool available, string? version, RunnerLogin login, string? reason) =>
            new() { Name = runner.Name, Available = available, Command = command, Version = version, Login = login, Reason = reason, Capabilities = runner.Capabilities };
    }

    private static string? FirstLine(string? printed) =>
        printed?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() is { } line ? EventText.Bounded(line, 100) : null;
}

using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Contracts.Jobs;
using Drover.Contracts.Sessions;
using Drover.Contracts.Tests;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover test</c>: the tests of this folder, as if they ran in this terminal, and a summary.</summary>
internal static class TestCommand
{
    private static readonly string[] Frameworks = ["vitest", "jest", "mocha", "node", "pytest", "cargo", "go", "dotnet", "rspec", "phpunit", "maven", "gradle"];

    internal static CliCommand Build(string name)
    {
        var framework = Values.Word("--framework", "The framework, instead of the one that is found", Frameworks);
        var path = Values.PathName("--path", "PATH", "Only the tests of this file or folder", "-p");
        var filter = Values.Text("--filter", "TEXT", "Only tests with this in their names, in the framework's own language", "-k");
        var timeout = Values.Text("--timeout", "TIME", "Longest time it may run: seconds, or 90s, 5m (default and at most 300 s)", "-t");
        return new CliCommand(name)
        {
            Options = { framework, path, filter, timeout },
            Run = async call =>
            {
                var seconds = RunCommand.Seconds(call.Get(timeout));
                if (seconds.Error is { } wrong)
                {
                    return call.Fail(wrong);
                }

                if (CallerFolder.Here() is not { } here)
                {
                    return call.Fail(CallerFolder.IsGone);
                }

                return await RunAsync(call, here, new TestRequest
                {
                    Framework = call.Get(framework),
                    Path = call.Get(path),
                    Filter = call.Get(filter),
                    Timeout = seconds.Value,
                    Cwd = here,
                    BaseEnv = BaseEnvironment.Of(CallerEnvironment.Take()),
                });
            },
            Remarks = "The framework is found by the files of this folder, else of those above it in the workspace. What it prints goes through; the summary goes\nto standard error. Exit code: that of the framework; 3 when there are no tests.",
            Examples = ["drover test", "drover test --path tests/test_cart.py", "drover test --filter checkout --timeout 60", "drover test --json | jq 'select(.type == \"result\")'"],
        };
    }

    private static async Task<int> RunAsync(Invocation call, string here, TestRequest request)
    {
        var client = await call.ConnectAsync();
        var workspace = client.IsSuccess ? await WorkspaceChoice.OfAsync(client.Value, here) : client.Error!;
        if (!workspace.IsSuccess)
        {
            return call.Fail(workspace.Error!);
        }

        var view = new JobView(call, client.Value);
        var code = await view.RunAsync(ends => client.Value.RunTestsAsync(workspace.Value, request, ends));
        if (view.Result is { } result)
        {
            Tell(call, result, here, workspace.Value);
        }

        return code;
    }

    private static void Tell(Invocation call, JobFrame result, string here, string workspace)
    {
        var ink = call.Terminal.ErrorInk;
        if (result.Parsed is not true)
        {
            call.Say(ink.Dim($"drover: {result.Command} left nothing that could be counted"));
            return;
        }

        call.Say("");
        foreach (var failure in result.Failures ?? [])
        {
            var place = failure.File is null ? "" : $"  {ink.Cyan(Place(failure, here, workspace))}";
            call.Say($"{ink.Red("✗")} {failure.Name}{place}");
            foreach (var line in (failure.Message ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(3))
            {
                call.Say(ink.Dim($"    {line}"));
            }
        }

        call.Say($"{Summary(result, ink)}  {ink.Dim($"{result.Command}, {Output.Figures.Age(result.DurationMs ?? 0)}")}");
    }

    private static string Summary(JobFrame result, Output.Ink ink)
    {
        var parts = new List<string> { ink.Green($"{result.Passed} passed"), result.Failed > 0 ? ink.Red($"{result.Failed} failed") : "0 failed" };
        if (result.Errors > 0)
        {
            parts.Add(ink.Red($"{result.Errors} {(result.Errors == 1 ? "error" : "errors")}"));
        }

        if (result.Skipped > 0)
        {
            parts.Add(ink.Yellow($"{result.Skipped} skipped"));
        }

        return string.Join(", ", parts);
    }

    // As an editor opens it from here.
    private static string Place(TestFailure failure, string here, string workspace) =>
        Path.GetRelativePath(here, Path.GetFullPath(failure.File!, workspace)) + (failure.Line is { } line ? $":{line}" : "");
}

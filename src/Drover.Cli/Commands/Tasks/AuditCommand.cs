using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover audit</c>, <c>drover task audit</c> and <c>drover audit verify</c>.</summary>
internal static class AuditCommand
{
    internal static CommandRow[] Rows { get; } =
    [
        new("verify", "Check that nothing was changed in an export", BuildVerify),
    ];

    internal static CliCommand Build(string name) => new(name)
    {
        Run = async call =>
        {
            var client = await call.ConnectAsync();
            return client.IsSuccess ? await ExportAsync(call, client.Value, task: null) : call.Fail(client.Error!);
        },
        Remarks = "A JSON object a line: who did what, when, under which policy, with each event. Each line has the hash of the one before it.",
        Examples = ["drover audit > audit.jsonl && drover audit verify audit.jsonl"],
    };

    internal static CliCommand BuildOfTask(string name)
    {
        var which = TaskNaming.One();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                return client.IsSuccess ? await ExportAsync(call, client.Value, call.Get(which)!) : call.Fail(client.Error!);
            },
            Remarks = "A JSON object a line, each with the hash of the one before it: drover audit verify checks that.",
            Examples = ["drover task audit 3f2a61c0 > audit.jsonl", "drover task audit 3f2a61c0 | jq -r '[.at, .by, .what] | @tsv'"],
        };
    }

    private static CliCommand BuildVerify(string name)
    {
        var file = new Argument<string>("file") { Description = "File with the lines of drover audit; - reads them from standard input" };
        return new CliCommand(name)
        {
            Arguments = { file },
            Run = call => Task.FromResult(Verify(call, call.Get(file)!)),
            Remarks = "Exit code 1 where a line was changed, taken out, put in or moved. Lines that were cut off the end cannot be noticed: keep the last hash elsewhere.",
            Examples = ["drover audit verify audit.jsonl", "drover audit | drover audit verify -"],
        };
    }

    private static async Task<int> ExportAsync(Invocation call, DroverClient client, string? task)
    {
        var opened = await client.AuditAsync(task);
        if (opened.Error is { } error)
        {
            return task is null ? call.Fail(error) : NextSteps.Fail(call, error, task);
        }

        using var lines = opened.Value;
        await lines.CopyToAsync(call.Terminal.Bytes, CancellationToken.None);
        return ExitCodes.Ok;
    }

    private static int Verify(Invocation call, string file)
    {
        try
        {
            using var reader = file is "-" ? Console.In : new StreamReader(file);
            return Verify(call, reader, file);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return call.Usage($"{file} cannot be read: {unreadable.Message}");
        }
    }

    private static int Verify(Invocation call, TextReader lines, string file)
    {
        string? previous = null;
        var number = 0L;
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (AuditChain.FindBreak(line, previous, out var hash) is { } wrong)
            {
                return call.Fail(new Error(
                    ErrorCodes.AuditBroken,
                    $"Line {number} of {file}: {wrong} The {number - 1} before it are right.",
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["line"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture) }));
            }

            previous = hash;
        }

        if (call.Json)
        {
            call.Out.Write($"{{\"lines\":{number},\"hash\":{(previous is null ? "null" : $"\"{previous}\"")}}}\n");
        }
        else
        {
            call.Say(number == 0 ? $"{file} is empty." : $"{number} lines, none was changed. The last hash is {previous}");
        }

        return ExitCodes.Ok;
    }
}

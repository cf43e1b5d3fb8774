using System.Globalization;
using System.Text.RegularExpressions;
using Drover.EndToEndTests.Cli;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Terminals;

/// <summary><c>drover term</c> in a shell on a real pseudo-terminal, which says afterwards what the command made of its modes.</summary>
public sealed partial class TermCommandTests
{
    private const string Escape = "\u001d";

    // The command is in front, so that it reads the terminal itself; its id goes before it, for signals.
    private const string Foreground =
        """
        stty rows 30 cols 90; echo "before $(stty -g)"
        bash -c 'echo "client $$"; exec "$0" "$@"' "$@"; code=$?
        echo; echo "after $(stty -g)"; echo "code $code"
        """;

    [Fact]
    public async Task A_program_has_the_size_the_folder_and_the_keys_of_this_terminal_and_its_code_is_passed_on()
    {
        await using var home = Home();
        using var folder = new TempDir();
        home.WorkingDirectory = folder.Path;
        await using var shell = Start(home, "term", "--", "bash", "-c", "trap 'echo interrupted; exit 9' INT; stty size; pwd; echo $0; while :; do read -rsn1 key; echo \"key $key\"; done");
        await shell.LineAsync("30 90");
        await shell.LineAsync(folder.Path);
        await shell.LineAsync("bash");
        await TypeAsync(shell, "x");
        await shell.LineAsync("key x");
        await TypeAsync(shell, "\u0003");
        await shell.LineAsync("interrupted");
        await RestoredAsync(shell, 9);
    }

    [Fact]
    public async Task It_is_left_and_returned_to_and_ended()
    {
        await using var home = Home();
        string id;
        await using (var shell = Start(home, "term", "--", "bash", "-c", "echo up; read -r word; echo \"got $word\"; exit 4"))
        {
            await shell.LineAsync("up");
            await TypeAsync(shell, Escape);
            id = TerminalId().Match(await shell.LineAsync("Return with")).Value;
            await RestoredAsync(shell, 0);
        }

        Assert.Contains(id, (await DroverAsync(home, "term", "--list")).Succeeded().Output, StringComparison.Ordinal);
        await using (var again = Start(home, "term", id))
        {
            await again.LineAsync("up");
            await TypeAsync(again, "word\r");
            await again.LineAsync("got word");
            await RestoredAsync(again, 4);
        }

        (await DroverAsync(home, "term", "--stop", id)).Succeeded();
        Assert.Equal(3, (await DroverAsync(home, "term", "--stop", id)).ExitCode);
    }

    [Fact]
    public async Task The_terminals_modes_come_back_when_the_command_is_terminated()
    {
        await using var home = Home();
        await using var shell = Start(home, "term", "--", "bash", "-c", "echo up; exec sleep 1000");
        var client = await ClientAsync(shell);
        await shell.LineAsync("up");
        await Signals.SendAsync("TERM", client);
        await RestoredAsync(shell, 143);
    }

    [Fact]
    public async Task The_terminals_modes_come_back_when_the_daemon_dies()
    {
        await using var home = Home();
        await using var shell = Start(home, "term", "--", "bash", "-c", "printf '\\033[?1049h'; echo up; exec sleep 1000");
        await shell.LineAsync("up");
        await home.KillDaemonAsync();
        await shell.LineAsync("\u001b[?1049l");
        await RestoredAsync(shell, 5);
    }

    [Fact]
    public async Task A_resize_of_this_terminal_is_passed_on()
    {
        await using var home = Home();
        await using var shell = Start(home, "term", "--", "bash", "-c", "trap 'stty size; exit 6' WINCH; echo up $$; while :; do sleep 0.01; done");
        var client = await ClientAsync(shell);
        await shell.LineAsync("up");

        // As a window's frame does it: the size of the terminal that the command is on.
        await using var stty = new DroverHome { Program = "/bin/sh" };
        (await stty.RunAsync("-c", $"stty -F /proc/{client.ToString(CultureInfo.InvariantCulture)}/fd/0 cols 123 rows 45")).Succeeded();
        await shell.LineAsync("45 123");
        await RestoredAsync(shell, 6);
    }

    [Fact]
    public async Task Without_a_terminal_it_says_what_to_use_instead()
    {
        await using var home = new DroverHome();
        var refused = await home.RunAsync("term", "--", "true");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("drover run", refused.Error, StringComparison.Ordinal);
    }

    private static DroverHome Home() => new() { Program = "/bin/bash" };

    // Beside the shell's terminal.
    private static Task<ProgramResult> DroverAsync(DroverHome home, params string[] arguments) => home.RunAsync(["-c", "exec \"$0\" \"$@\"", Children.Drover, .. arguments]);

    private static RunningProgram Start(DroverHome home, params string[] arguments) => home.OnTerminal(["-c", Foreground, "bash", Children.Drover, .. arguments]);

    private static async Task TypeAsync(RunningProgram shell, string keys)
    {
        await shell.Input.WriteAsync(keys);
        await shell.Input.FlushAsync();
    }

    private static async Task<int> ClientAsync(RunningProgram shell) => int.Parse((await shell.LineAsync("client ")).Split(' ')[1].Trim(), CultureInfo.InvariantCulture);

    private static async Task RestoredAsync(RunningProgram shell, int code)
    {
        await shell.LineAsync($"code {code}");
        var lines = (await shell.EndAsync()).Output.Split('\n', StringSplitOptions.TrimEntries);
        var before = lines.First(line => line.StartsWith("before ", StringComparison.Ordinal))["before ".Length..];
        Assert.Equal(before, lines.Last(line => line.StartsWith("after ", StringComparison.Ordinal))["after ".Length..]);
    }

    [GeneratedRegex("t_[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex TerminalId();
}

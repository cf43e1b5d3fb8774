using System.Text;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Install;

/// <summary>drover(1), made of the help of every command.</summary>
internal static class ManPage
{
    internal static string Text()
    {
        var page = new StringBuilder()
            .AppendLine($".TH DROVER 1 \"\" \"drover {VersionCommand.Text}\" \"User Commands\"")
            .AppendLine(".SH NAME")
            .AppendLine("drover \\- run dev processes, keep every byte they print, show all of it to you and your coding agents")
            .AppendLine(".SH SYNOPSIS")
            .AppendLine(".B drover")
            .AppendLine(Escape("COMMAND [OPTIONS]"))
            .AppendLine(".br")
            .AppendLine(".B drover")
            .AppendLine(Escape("[OPTIONS] [--] PROGRAM ARGS…"))
            .AppendLine(".SH DESCRIPTION")
            .AppendLine(Escape("A session is a long-running program that a daemon of yours runs, watches and keeps the output of. The daemon starts by itself. A session is named by its id, a prefix of it, or its label; the name may be left out when one session is active."))
            .AppendLine(".PP")
            .AppendLine(Escape("What is no command is a program: it is run as a session and its output followed."))
            .AppendLine(".SH COMMANDS");
        foreach (var node in CompletionTree.All().Append(CompletionTree.RunProgram()))
        {
            page.AppendLine($".SS {Escape(HelpPage.Usage(node.Command))}").AppendLine(Escape(node.Summary + "."));
            foreach (var option in node.Options)
            {
                page.AppendLine(".TP").AppendLine($".B {Escape(HelpPage.Names(option))}").AppendLine(Escape(option.Description ?? ""));
            }

            foreach (var line in node.Command.Remarks?.Split('\n') ?? [])
            {
                page.AppendLine(".PP").AppendLine(Escape(line));
            }

            foreach (var example in node.Command.Examples)
            {
                page.AppendLine(".PP").AppendLine(".EX").AppendLine(Escape(example)).AppendLine(".EE");
            }
        }

        return page
            .AppendLine(".SH EXIT STATUS")
            .AppendLine(Escape("0 ok, 1 failure, 2 usage, 3 not found, 4 conflict, 5 daemon unreachable, 124 timeout, 130 Ctrl-C. Commands that run something to its end pass its code through."))
            .AppendLine(".SH ENVIRONMENT")
            .AppendLine(".TP").AppendLine(".B DROVER_HOME").AppendLine("One folder for data, configuration and socket, instead of the XDG folders.")
            .AppendLine(".TP").AppendLine(".B DROVER_URL").AppendLine(Escape("Another daemon: http://host:port or unix:/path. It is never started."))
            .AppendLine(".TP").AppendLine(".B DROVER_TOKEN, DROVER_TOKEN_FILE").AppendLine("The token that daemon wants.")
            .AppendLine(".TP").AppendLine(".B NO_COLOR").AppendLine("No colours.")
            .ToString();
    }

    private static string Escape(string text)
    {
        var escaped = string.Concat(text.Select(letter => letter switch
        {
            '\\' => "\\e",
            '-' => "\\-",
            > '\x7f' => $"\\[u{(int)letter:X4}]",
            _ => letter.ToString(),
        }));
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }
}

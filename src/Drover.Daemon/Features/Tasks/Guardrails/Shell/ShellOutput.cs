namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>What a command prints, where that is plain from its words: <c>echo</c>, <c>printf</c>, <c>which</c>, and a <c>cat</c> behind them.</summary>
internal static class ShellOutput
{
    public static string? Of(ShellCommand command)
    {
        var arguments = command.Arguments.Select(word => word.Text).ToList();
        string? printed = null;
        if (command.Calls("echo"))
        {
            printed = string.Join(' ', arguments.SkipWhile(word => word is "-n" or "-e" or "-E" or "-ne" or "-en"));
        }
        else if (command.Calls("printf") && arguments.Count > 0)
        {
            printed = Print(arguments);
        }
        else if (command.Calls("which", "command", "type"))
        {
            printed = arguments.LastOrDefault(word => !word.StartsWith('-'));
        }
        else if (command.Calls("cat", "tee") && arguments.TrueForAll(word => command.Calls("tee") || word is "-"))
        {
            printed = InputOf(command);
        }

        return printed?.Contains(ShellWord.Unknown, StringComparison.Ordinal) == true ? null : printed;
    }

    public static string? InputOf(ShellCommand command) => command.Input ?? (command.PipedFrom is { } from ? Of(from) : null);

    private static string Print(List<string> arguments)
    {
        var format = ShellText.Unescape(arguments[0]);
        if (!format.Contains('%', StringComparison.Ordinal))
        {
            return format;
        }

        var text = new System.Text.StringBuilder();
        var next = 1;
        do
        {
            for (var at = 0; at < format.Length; at++)
            {
                if (format[at] == '%' && at + 1 < format.Length)
                {
                    at++;
                    var value = next < arguments.Count ? arguments[next] : "";
                    _ = format[at] switch
                    {
                        '%' => text.Append('%'),
                        's' => text.Append(value),
                        'b' => text.Append(ShellText.Unescape(value)),
                        _ => text.Append(ShellWord.Unknown),
                    };
                    next += format[at] == '%' ? 0 : 1;
                }
                else
                {
                    text.Append(format[at]);
                }
            }
        }
        while (next < arguments.Count && next > 1);

        return text.ToString();
    }
}

using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Install;

/// <summary>Completion for fish: a rule for each word, with the condition under which it is offered.</summary>
internal static class FishCompletion
{
    internal static string Script() =>
        $$"""
        # fish completion of drover
        function __drover_is -d 'Whether this is the command on the line'
            set -l words (commandline -opc)
            set -l last (math 1 + (count $argv))
            test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
        end
        function __drover_at -d 'Words behind the command that are neither options nor their values'
            set -l words (commandline -opc)
            set -l last 2
            set -l values
            switch "$words[2]"
        {{CompletionText.Parents((name, _) => $"        case {name}\n            set last 3")}}
            end
            switch "$words[2..$last]"
        {{CompletionText.Nodes(node => $"        case '{node.Words}'\n            set values {string.Join(' ', node.ValueOptions)}")}}
            end
            set -l at 0
            set -l i (math $last + 1)
            while test $i -le (count $words)
                switch $words[$i]
                    case --
                    case '-*'
                        contains -- $words[$i] $values; and set i (math $i + 1)
                    case '*'
                        set at (math $at + 1)
                end
                set i (math $i + 1)
            end
            echo $at
        end
        complete -c drover -f -n __fish_use_subcommand -a '(__fish_complete_command)'
        {{string.Join('\n', CompletionText.Rows.SelectMany(Commands))}}
        {{CompletionText.Nodes(node => string.Join('\n', Rules(node)))}}

        """;

    private static IEnumerable<string> Commands(CommandRow row) =>
    [
        $"complete -c drover -f -n __fish_use_subcommand -a {row.Name} -d '{Text(row.Summary)}'",
        .. row.Children.Select(child => $"complete -c drover -f -n 'test (count (commandline -opc)) = 2; and __drover_is {row.Name}' -a {child.Name} -d '{Text(child.Summary)}'"),
    ];

    private static IEnumerable<string> Rules(CompletionTree node)
    {
        var here = $"__drover_is {node.Words}";
        var own = node.Places is [CompletionTree.Program] ? $"{here}; and test (__drover_at) = 0"
            : node.IsParent ? $"test (count (commandline -opc)) = 2; and {here}"
            : here;
        for (var at = 0; at < node.Places.Count; at++)
        {
            var place = node.Places[at];
            var condition = place is CompletionTree.Sessions or CompletionTree.AllActive or CompletionTree.Processes or CompletionTree.Jobs or CompletionTree.Tasks ? here : $"{here}; and test (__drover_at) = {at}";
            var words = place switch
            {
                "" => null,
                CompletionTree.Session or CompletionTree.Sessions => "(drover __names 2>/dev/null)",
                CompletionTree.Active or CompletionTree.AllActive => "(drover __names --active 2>/dev/null)",
                CompletionTree.Processes => "(drover __names --processes 2>/dev/null)",
                CompletionTree.Jobs => "(drover __names --jobs 2>/dev/null)",
                CompletionTree.Task or CompletionTree.Tasks => "(drover __names --tasks 2>/dev/null)",
                CompletionTree.Program => "(__fish_complete_command)",
                _ => place,
            };
            if (words is not null)
            {
                yield return $"complete -c drover {(place is CompletionTree.Program ? "" : "-f ")}-n '{condition}' -a '{words}'";
            }
        }

        foreach (var option in node.Options)
        {
            yield return $"complete -c drover -n '{own}'{Names(option)}{Value(option)} -d '{Text(option.Description ?? "")}'";
        }
    }

    private static string Names(Option option)
        => string.Concat(CompletionTree.Names(option).Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}"));

    private static string Value(Option option)
        => option.ValueType == typeof(bool) ? "" : CompletionTree.Choices(option) is { Count: > 0 } words ? $" -x -a '{string.Join(' ', words)}'" : " -r";

    private static string Text(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}

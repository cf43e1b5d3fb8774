using System.Text;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Install;

/// <summary>Completion for bash, zsh and fish: commands, options, names of sessions, programs.</summary>
internal static class CompletionScripts
{
    private static string Commands => string.Join(' ', CommandTable.Rows.Where(row => row.Group is not null).Select(row => row.Name));

    internal static string Bash() => new StringBuilder()
        .AppendLine("# bash completion of drover")
        .AppendLine("_drover() {")
        .AppendLine("  local cur=${COMP_WORDS[COMP_CWORD]} key=${COMP_WORDS[1]} options= kind=")
        .AppendLine(Parents("  case $key in", name => $"    {name}) key=\"$key ${{COMP_WORDS[2]}}\" ;;", "  esac"))
        .AppendLine("  if ((COMP_CWORD == 1)); then")
        .Append("    COMPREPLY=($(compgen -W \"").Append(Commands).Append(' ').Append(string.Join(' ', CompletionTree.OptionWords(CompletionTree.RunProgram()))).AppendLine("\" -- \"$cur\") $(compgen -c -- \"$cur\"))")
        .AppendLine("    return")
        .AppendLine("  fi")
        .AppendLine(Parents("  if ((COMP_CWORD == 2)); then case ${COMP_WORDS[1]} in", (name, children) => $"    {name}) COMPREPLY=($(compgen -W \"{children}\" -- \"$cur\")); return ;;", "  esac; fi"))
        .AppendLine("  case $key in")
        .AppendJoin("", CompletionTree.All().Select(node => $"    '{node.Words}') kind={Kind(node)}; options=\"{string.Join(' ', CompletionTree.OptionWords(node))}\" ;;\n"))
        .AppendLine("  esac")
        .AppendLine("  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))")
        .AppendLine("  elif [[ $kind == session ]]; then COMPREPLY=($(compgen -W \"$(drover __names 2>/dev/null)\" -- \"$cur\"))")
        .AppendLine("  elif [[ $kind == program ]]; then COMPREPLY=($(compgen -c -- \"$cur\") $(compgen -f -- \"$cur\"))")
        .AppendLine("  fi")
        .AppendLine("}")
        .AppendLine("complete -o bashdefault -o default -F _drover drover")
        .ToString();

    internal static string Zsh() => new StringBuilder()
        .AppendLine("#compdef drover")
        .AppendLine("# zsh completion of drover")
        .AppendLine("_drover() {")
        .AppendLine("  local key=$words[2] kind")
        .AppendLine("  local -a options commands")
        .AppendLine(Parents("  case $key in", name => $"    {name}) key=\"$key $words[3]\" ;;", "  esac"))
        .AppendLine("  if ((CURRENT == 2)); then")
        .AppendLine("    commands=(")
        .AppendJoin("", CommandTable.Rows.Where(row => row.Group is not null).Select(row => $"      '{row.Name}:{ZshText(row.Summary)}'\n"))
        .AppendLine("    )")
        .AppendLine("    _describe command commands")
        .AppendLine("    _command_names -e")
        .AppendLine("    return")
        .AppendLine("  fi")
        .AppendLine(Parents("  if ((CURRENT == 3)); then case $words[2] in", (name, children) => $"    {name}) compadd -- {children}; return ;;", "  esac; fi"))
        .AppendLine("  case $key in")
        .AppendJoin("", CompletionTree.All().Select(node => $"    '{node.Words}') kind={Kind(node)}; options=({string.Join(' ', CompletionTree.OptionWords(node))}) ;;\n"))
        .AppendLine("  esac")
        .AppendLine("  if [[ $PREFIX == -* ]]; then compadd -- $options")
        .AppendLine("  elif [[ $kind == session ]]; then compadd -- ${(f)\"$(drover __names 2>/dev/null)\"}")
        .AppendLine("  elif [[ $kind == program ]]; then _command_names -e; _files")
        .AppendLine("  else _files")
        .AppendLine("  fi")
        .AppendLine("}")
        .AppendLine("if [[ $funcstack[1] == _drover ]]; then _drover \"$@\"; else compdef _drover drover; fi")
        .ToString();

    internal static string Fish()
    {
        var text = new StringBuilder()
            .AppendLine("# fish completion of drover")
            .AppendLine("complete -c drover -f -n __fish_use_subcommand -a '(__fish_complete_command)'");
        foreach (var row in CommandTable.Rows.Where(row => row.Group is not null))
        {
            text.AppendLine($"complete -c drover -f -n __fish_use_subcommand -a {row.Name} -d '{FishText(row.Summary)}'");
            foreach (var child in row.Children)
            {
                text.AppendLine($"complete -c drover -f -n '__fish_seen_subcommand_from {row.Name}' -a {child.Name} -d '{FishText(child.Summary)}'");
            }
        }

        foreach (var node in CompletionTree.All())
        {
            var seen = string.Join("; and ", node.Words.Split(' ').Select(word => $"__fish_seen_subcommand_from {word}"));
            if (node.TakesSession)
            {
                text.AppendLine($"complete -c drover -f -n '{seen}' -a '(drover __names 2>/dev/null)'");
            }

            foreach (var option in node.Options)
            {
                var names = string.Concat(option.Aliases.Append(option.Name).Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}"));
                text.AppendLine($"complete -c drover -n '{seen}'{names}{(option.ValueType == typeof(bool) ? "" : " -r")} -d '{FishText(option.Description ?? "")}'");
            }
        }

        return text.ToString();
    }

    private static string Kind(CompletionTree node) => node.TakesProgram ? "program" : node.TakesSession ? "session" : "none";

    private static string Parents(string head, Func<string, string> line, string tail) => Parents(head, (name, _) => line(name), tail);

    private static string Parents(string head, Func<string, string, string> line, string tail)
        => string.Join('\n', (IEnumerable<string>)[head, .. CommandTable.Rows.Where(row => row.Children.Count > 0).Select(row => line(row.Name, string.Join(' ', row.Children.Select(child => child.Name)))), tail]);

    private static string ZshText(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static string FishText(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}

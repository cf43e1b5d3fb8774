namespace Drover.Cli.Commands.Install;

/// <summary>Completion for zsh, as a file for <c>fpath</c> and to be sourced.</summary>
internal static class ZshCompletion
{
    internal static string Script() =>
        $$"""
        #compdef drover
        # zsh completion of drover
        _drover() {
          local key=$words[2] prev=$words[CURRENT-1] place at=0 first=3 i
          local -a options values places commands
          if ((CURRENT == 2)); then
            commands=(
        {{string.Join('\n', CompletionText.Rows.Select(row => $"      '{row.Name}:{Text(row.Summary)}'"))}}
            )
            _describe command commands
            _command_names -e
            return
          fi
          case $key in
        {{CompletionText.Parents((name, children) => $"    {name}) if ((CURRENT == 3)); then compadd -- {children}; return; fi; key=\"$key $words[3]\" first=4 ;;")}}
          esac
          case $key in
        {{CompletionText.Nodes(node => $"    '{node.Words}') places=({Places(node)}) values=({string.Join(' ', node.ValueOptions)}) options=({string.Join(' ', CompletionTree.OptionWords(node))}) ;;")}}
          esac
          if [[ $PREFIX == --*=* ]]; then prev=${PREFIX%%=*}; compset -P '*='; fi
          case "$key $prev" in
        {{CompletionText.Choices((names, words) => $"    {string.Join('|', names)}) compadd -- {words}; return ;;")}}
          esac
          if ((${values[(Ie)$prev]})); then _files; return; fi
          for ((i = first; i < CURRENT; i++)); do
            case $words[i] in
              --) ;;
              -*) if ((${values[(Ie)$words[i]]})); then ((i += 1)); fi ;;
              *) ((at += 1)) ;;
            esac
          done
          place=$places[at+1]
          case $places[1] in
            {{CompletionTree.Sessions}}) place={{CompletionTree.Sessions}} ;;
            {{CompletionTree.AllActive}}) place={{CompletionTree.AllActive}} ;;
            {{CompletionTree.Processes}}) place={{CompletionTree.Processes}} ;;
            {{CompletionTree.Jobs}}) place={{CompletionTree.Jobs}} ;;
            {{CompletionTree.Tasks}}) place={{CompletionTree.Tasks}} ;;
            {{CompletionTree.Program}}) if ((at > 0)); then _files; return; fi ;;
          esac
          if [[ $PREFIX == -* ]]; then compadd -- $options; return; fi
          case $place in
            '') _files ;;
            {{CompletionTree.Session}}*) compadd -- ${(f)"$(drover __names 2>/dev/null)"} ;;
            {{CompletionTree.Active}}*) compadd -- ${(f)"$(drover __names --active 2>/dev/null)"} ;;
            {{CompletionTree.Processes}}) compadd -- ${(f)"$(drover __names --processes 2>/dev/null)"} ;;
            {{CompletionTree.Jobs}}) compadd -- ${(f)"$(drover __names --jobs 2>/dev/null)"} ;;
            {{CompletionTree.Task}}*) compadd -- ${(f)"$(drover __names --tasks 2>/dev/null)"} ;;
            {{CompletionTree.Program}}) _command_names -e; _files ;;
            *) compadd -- ${=place} ;;
          esac
        }
        if [[ $funcstack[1] == _drover ]]; then _drover "$@"; else compdef _drover drover; fi

        """;

    private static string Places(CompletionTree node) => string.Join(' ', node.Places.Select(place => $"'{place}'"));

    private static string Text(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}

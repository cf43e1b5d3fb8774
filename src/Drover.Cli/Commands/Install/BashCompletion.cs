namespace Drover.Cli.Commands.Install;

/// <summary>Completion for bash. It splits a line at <c>=</c>, so <c>--restart=on</c> is three words there.</summary>
internal static class BashCompletion
{
    internal static string Script() =>
        $$"""
        # bash completion of drover
        _drover() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} key=${COMP_WORDS[1]} options= values= place= at=0 first=2 i
          local -a places=()
          if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
          if ((COMP_CWORD == 1)); then
            COMPREPLY=($(compgen -W "{{CompletionText.Commands}} {{string.Join(' ', CompletionTree.OptionWords(CompletionTree.RunProgram()))}}" -- "$cur") $(compgen -c -- "$cur"))
            return
          fi
          case $key in
        {{CompletionText.Parents((name, children) => $"    {name}) if ((COMP_CWORD == 2)); then COMPREPLY=($(compgen -W \"{children}\" -- \"$cur\")); return; fi; key=\"$key ${{COMP_WORDS[2]}}\" first=3 ;;")}}
          esac
          case $key in
        {{CompletionText.Nodes(node => $"    '{node.Words}') places=({Places(node)}) values=\"{string.Join(' ', node.ValueOptions)}\" options=\"{string.Join(' ', CompletionTree.OptionWords(node))}\" ;;")}}
          esac
          case "$key $prev" in
        {{CompletionText.Choices((names, words) => $"    {string.Join('|', names)}) COMPREPLY=($(compgen -W \"{words}\" -- \"$cur\")); return ;;")}}
          esac
          [[ " $values " == *" $prev "* ]] && return
          for ((i = first; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
              --) ;;
              -*) if [[ ${COMP_WORDS[i+1]} == = ]]; then ((i += 2)); elif [[ " $values " == *" ${COMP_WORDS[i]} "* ]]; then ((i += 1)); fi ;;
              *) ((at += 1)) ;;
            esac
          done
          place=${places[at]-}
          case ${places[0]-} in
            {{CompletionTree.Sessions}}) place={{CompletionTree.Sessions}} ;;
            {{CompletionTree.AllActive}}) place={{CompletionTree.AllActive}} ;;
            {{CompletionTree.Processes}}) place={{CompletionTree.Processes}} ;;
            {{CompletionTree.Jobs}}) place={{CompletionTree.Jobs}} ;;
            {{CompletionTree.Tasks}}) place={{CompletionTree.Tasks}} ;;
            {{CompletionTree.Program}}) ((at > 0)) && return ;;
          esac
          if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur")); return; fi
          case $place in
            '') ;;
            {{CompletionTree.Session}}*) COMPREPLY=($(compgen -W "$(drover __names 2>/dev/null)" -- "$cur")) ;;
            {{CompletionTree.Active}}*) COMPREPLY=($(compgen -W "$(drover __names --active 2>/dev/null)" -- "$cur")) ;;
            {{CompletionTree.Processes}}) COMPREPLY=($(compgen -W "$(drover __names --processes 2>/dev/null)" -- "$cur")) ;;
            {{CompletionTree.Jobs}}) COMPREPLY=($(compgen -W "$(drover __names --jobs 2>/dev/null)" -- "$cur")) ;;
            {{CompletionTree.Task}}*) COMPREPLY=($(compgen -W "$(drover __names --tasks 2>/dev/null)" -- "$cur")) ;;
            {{CompletionTree.Program}}) COMPREPLY=($(compgen -c -- "$cur") $(compgen -f -- "$cur")) ;;
            *) COMPREPLY=($(compgen -W "$place" -- "$cur")) ;;
          esac
        }
        complete -o bashdefault -o default -F _drover drover

        """;

    private static string Places(CompletionTree node) => string.Join(' ', node.Places.Select(place => $"'{place}'"));
}

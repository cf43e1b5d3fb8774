namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>A shell's pattern against a name: <c>*</c>, <c>?</c>, and <c>[…]</c> as any one character.</summary>
internal static class Globs
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int atPattern = 0, atName = 0, star = -1, starName = 0;
        while (atName < name.Length)
        {
            var end = atPattern < pattern.Length && pattern[atPattern] == '[' ? pattern[atPattern..].IndexOf(']') : -1;
            if (atPattern < pattern.Length && pattern[atPattern] == '*')
            {
                star = atPattern++;
                starName = atName;
            }
            else if (end > 0)
            {
                atPattern += end + 1;
                atName++;
            }
            else if (atPattern < pattern.Length && (pattern[atPattern] == '?' || pattern[atPattern] == name[atName]))
            {
                atPattern++;
                atName++;
            }
            else if (star >= 0)
            {
                atPattern = star + 1;
                atName = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[atPattern..].Trim('*').IsEmpty;
    }
}

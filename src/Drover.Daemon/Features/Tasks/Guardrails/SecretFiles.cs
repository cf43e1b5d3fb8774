using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Files that are known to hold credentials, by their names.</summary>
internal static class SecretFiles
{
    private static readonly string[] HarmlessEndings = [".example", ".sample", ".template", ".dist", ".defaults", ".tpl", ".md"];

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        ".env", ".envrc", ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".htpasswd", ".vault-token", ".dockercfg", "id_rsa", "id_ed25519", "id_ecdsa", "id_dsa", "credentials.json",
    };

    // Folders of the home, and the files in them; whatever is below.
    private static readonly string[] Places =
    [
        "/.ssh/", "/.aws/", "/.gnupg/", "/.kube/", "/.docker/config.json", "/.config/gh/", "/.config/gcloud/", "/.azure/", "/.config/op/", "/.password-store/", "/.local/share/keyrings/", "/.claude/.credentials.json",
        "/.codex/auth.json", "/.config/git/credentials", "/.cargo/credentials", "/.terraform.d/credentials", "/etc/shadow", "/etc/gshadow", "/run/secrets/",
    ];

    /// <summary>Whether a word names such a file; <c>--file=PATH</c> and <c>@PATH</c> included.</summary>
    public static bool IsSecret(ShellWord word)
    {
        var text = word.Text;
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        return (word.IsGlob && FitsGlob(word)) || IsSecretPath(text) || (sign >= 0 && IsSecretPath(text[(sign + 1)..])) || (text.StartsWith('@') && IsSecretPath(text[1..]));
    }

    public static bool IsSecretPath(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Names.Contains(name))
        {
            return true;
        }

        if (name.StartsWith(".env.", StringComparison.Ordinal))
        {
            return !HarmlessEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) && !name.Contains(' ', StringComparison.Ordinal);
        }

        var full = path.StartsWith('/') || path.StartsWith('~') ? path : "/" + path;
        full = full.EndsWith('/') ? full : full + "/";
        return Places.Any(place => full.Contains(place.EndsWith('/') ? place : place + "/", StringComparison.Ordinal));
    }

    /// <summary>Whether a word names a process's environment: <c>/proc/self/environ</c>.</summary>
    public static bool IsEnvironment(ShellWord word) =>
        word.Text.Contains("/proc/", StringComparison.Ordinal) && (word.Text.EndsWith("/environ", StringComparison.Ordinal) || (word.IsGlob && Globs.Matches(word.FileName, "environ")));

    private static bool FitsGlob(ShellWord word)
    {
        // A shell's * does not take the dot that a name begins with.
        var pattern = word.FileName;
        return Names.Any(name => (name[0] != '.' || pattern.StartsWith('.')) && !pattern.Trim('*').Equals("", StringComparison.Ordinal) && Globs.Matches(pattern, name));
    }
}

using System.Text.RegularExpressions;
using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// Commands that read credentials: the environment as a whole, variables named like a secret, files known to hold some. A file that is
/// named in data (<c>echo .env &gt;&gt; .gitignore</c>), looked for, or written is not read.
/// </summary>
internal static partial class SecretCommands
{
    // They name files without showing what is in them; or their words are text.
    private static readonly string[] Harmless =
    [
        "echo", "printf", "ls", "test", "[", "stat", "touch", "chmod", "chown", "rm", "rmdir", "mkdir", "unlink", "basename", "dirname", "realpath", "readlink", "find", "fd", "cd", "pushd", "du", "which", "type",
    ];

    // The first word that is no option is a pattern.
    private static readonly string[] TakesPattern = ["grep", "egrep", "fgrep", "rg", "ag", "ack", "sed", "awk", "gawk", "jq", "yq", "perl"];

    private static readonly string[] Copies = ["cp", "mv", "install", "ln", "tee"];

    public static bool Reads(ShellCommand command) =>
        command.Redirections.Any(redirection => redirection.Operator.StartsWith('<') && (SecretFiles.IsSecret(redirection.Target) || SecretFiles.IsEnvironment(redirection.Target)))
        || command.Words.Concat(command.Assigned).Concat(command.Redirections.Select(redirection => redirection.Target)).Any(word => word.Variables.Any(variable => IsSecretName(variable)))
        || (command.Program is { } program && (ShowsEnvironment(command) || ShowsStored(command, program) || command.Assigned.Any(SecretFiles.IsEnvironment) || NamesSecretFile(command)));

    public static bool IsSecretName(string variable) => SecretName().IsMatch(variable);

    private static bool ShowsEnvironment(ShellCommand command)
    {
        var arguments = command.Arguments.Select(word => word.Text).ToList();
        if (command.Calls("printenv"))
        {
            return arguments.Count == 0 || !arguments.TrueForAll(name => ShellText.IsName(name) && !IsSecretName(name));
        }

        if (command.Calls("env"))
        {
            // Without a command it prints. `env -i`, `env A=b` alone show nothing of what there was, or all of it with one more.
            return arguments.TrueForAll(word => word.StartsWith('-') || word.Contains('=', StringComparison.Ordinal)) && !arguments.Any(word => word is "-i" or "-" or "--ignore-environment" or "--version" or "--help" or "-S" or "--split-string" || word.StartsWith("-S", StringComparison.Ordinal));
        }

        return (command.Calls("export", "declare", "typeset", "readonly") && (arguments.Count == 0 || arguments is ["-p" or "-x" or "-px" or "-xp", ..] && !arguments.Exists(word => word.Contains('=', StringComparison.Ordinal)) && (arguments.Count == 1 || arguments[0].Contains('p', StringComparison.Ordinal))))
            || (command.Calls("set", "compgen") && (arguments.Count == 0 || arguments is ["-e" or "-v"] && command.Calls("compgen")))
            || (command.Calls("ps") && arguments.Exists(word => !word.StartsWith('-') && word.Contains('e', StringComparison.Ordinal) && word.Length <= 5 && word.All(char.IsAsciiLetterLower) && word is not ("pid" or "time")) && arguments.Count == 1 && arguments[0] is "e" or "eww" or "auxe" or "axe" or "auxeww" or "axeww");
    }

    private static bool ShowsStored(ShellCommand command, ShellWord program)
    {
        var words = command.Words.Skip(1).Select(word => word.Text).Where(word => !word.StartsWith('-')).ToList();
        return program.FileName switch
        {
            "security" => words is ["find-generic-password" or "find-internet-password" or "dump-keychain" or "export", ..],
            "secret-tool" => words is ["lookup" or "search", ..],
            "pass" or "gopass" => words is not ([] or ["ls" or "list" or "find" or "git" or "init" or "help" or "version", ..]),
            "gpg" or "gpg2" => command.Arguments.Any(word => word.Text.StartsWith("--export-secret", StringComparison.Ordinal)),
            "op" => words is ["read" or "item" or "inject" or "run", ..],
            "bw" => words is ["get" or "list" or "export", ..],
            "vault" => words is ["read" or "kv" or "print", ..],
            "gh" => words is ["auth", "token", ..] || (words is ["auth", "status", ..] && command.Arguments.Any(word => word.Text is "-t" or "--show-token")),
            "gcloud" => words is ["auth", "print-access-token" or "print-identity-token", ..] || words is ["secrets", ..],
            "aws" => words is ["secretsmanager", ..] or ["ssm", "get-parameter" or "get-parameters", ..] or ["configure", "get" or "export-credentials", ..],
            "az" => words is ["account", "get-access-token", ..] or ["keyvault", "secret", ..],
            "kubectl" => words is ["get" or "describe", "secret" or "secrets", ..] || words.Exists(word => word.StartsWith("secret/", StringComparison.Ordinal) || word.StartsWith("secrets/", StringComparison.Ordinal)) || words is ["config", "view", ..] && command.Arguments.Any(word => word.Text is "--raw"),
            "git" or "git-credential" => GitCommands.Subcommand(command) is ("credential", _) or ("fill", _),
            "npm" => words is ["token", ..] or ["config", "get", "_authToken", ..],
            "heroku" => words is ["config" or "auth:token", ..],
            _ => false,
        };
    }

    private static bool NamesSecretFile(ShellCommand command)
    {
        if (command.Calls(Harmless) || IsGitWithoutReading(command))
        {
            return command.Words.Any(SecretFiles.IsEnvironment) && !command.Calls(Harmless);
        }

        var words = command.Arguments.ToList();
        if (command.Calls(TakesPattern) && words.FindIndex(word => !word.Text.StartsWith('-')) is >= 0 and var pattern && !words.Exists(word => word.Text is "-e" or "-f"))
        {
            words.RemoveAt(pattern);
        }

        if (command.Calls(Copies) && words.Count > 0)
        {
            words = command.Calls("tee") ? [] : words[..^1];
        }

        return words.Exists(word => SecretFiles.IsSecret(word) || SecretFiles.IsEnvironment(word));
    }

    private static bool IsGitWithoutReading(ShellCommand command) =>
        GitCommands.Subcommand(command) is var (name, _) && !command.Program!.IsUnknown && name is "check-ignore" or "add" or "rm" or "status" or "ls-files" or "commit" or "log" or "mv" or "checkout" or "restore";

    [GeneratedRegex("(?:^|_)(?:SECRET|SECRETS|TOKEN|PASSWORD|PASSWD|PASSPHRASE|APIKEY|API_KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?|AUTH_KEY|DATABASE_URL|CONNECTION_STRING)(?:_|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}

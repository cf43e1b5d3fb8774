namespace Drover.Daemon.Sandboxing;

/// <summary>Where programs of a user keep credentials, by long custom.</summary>
internal static class CredentialPlaces
{
    private static readonly string[] InHome =
    [
        ".ssh", ".aws", ".azure", ".gnupg", ".kube", ".docker", ".netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".git-credentials", ".vault-token", ".password-store", ".terraform.d",
        ".config/gh", ".config/gcloud", ".config/op", ".config/hub", ".config/git/credentials", ".config/rclone", ".config/containers/auth.json", ".config/doctl", ".config/helm", ".config/sops",
        ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".m2/settings.xml", ".gradle/gradle.properties", ".nuget/NuGet/NuGet.Config", ".bundle/config", ".composer/auth.json",
        ".local/share/keyrings", ".mozilla", ".config/google-chrome", ".config/chromium", ".thunderbird", ".bash_history", ".zsh_history", ".python_history", ".node_repl_history", ".psql_history",
    ];

    // Readable by the owner alone, which inside the sandbox of root is root.
    private static readonly string[] OfSystem = ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private", "/etc/krb5.keytab"];

    /// <summary>All of them; most exist nowhere.</summary>
    public static IReadOnlyList<string> Of(string home) => [.. InHome.Select(name => Path.Join(home, name)), .. OfSystem];
}

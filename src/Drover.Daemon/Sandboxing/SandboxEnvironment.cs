namespace Drover.Daemon.Sandboxing;

/// <summary>Which variables go into a sandbox: those that say where things are and how to print, and those somebody names.</summary>
internal static class SandboxEnvironment
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CI", "EDITOR", "PAGER", "PWD", "PORT", "FREE_PORT",
        "NODE_ENV", "NODE_PATH", "NVM_DIR", "NVM_BIN", "VOLTA_HOME", "PNPM_HOME", "JAVA_HOME", "GOPATH", "GOROOT", "GOFLAGS", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "DOTNET_ROOT", "DOTNET_CLI_TELEMETRY_OPTOUT",
        "PYTHONPATH", "PYTHONUNBUFFERED", "VIRTUAL_ENV", "PYENV_ROOT", "RBENV_ROOT", "GEM_HOME", "GEM_PATH", "ASDF_DIR", "ASDF_DATA_DIR", "SDKMAN_DIR", "LD_LIBRARY_PATH", "PKG_CONFIG_PATH", "MAKEFLAGS",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_PAGER", "GIT_TERMINAL_PROMPT", "GIT_CONFIG_NOSYSTEM",
    };

    private static readonly string[] Prefixes = ["LC_", "OPENRUNTIME_", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS", "GIT_AUTHOR_", "GIT_COMMITTER_"];

    // The home is read-only, and so are the caches in it.
    private static readonly (string Name, string Value)[] Private =
    [
        ("TMPDIR", "/tmp"), ("XDG_CACHE_HOME", "/tmp/.cache"), ("npm_config_cache", "/tmp/.cache/npm"), ("DOTNET_CLI_HOME", "/tmp/.cache/dotnet"), ("GOCACHE", "/tmp/.cache/go"), ("PYTHONDONTWRITEBYTECODE", "1"),
    ];

    /// <param name="environment">What there is.</param>
    /// <param name="named">Variables that somebody meant for this command.</param>
    /// <param name="everything">Let all of it through but the daemon's own.</param>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> environment, IReadOnlySet<string> named, bool everything)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            if (named.Contains(name) || Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || (everything && !IsDaemons(name)))
            {
                result[name] = value;
            }
        }

        foreach (var (name, value) in Private)
        {
            if (!named.Contains(name))
            {
                result[name] = value;
            }
        }

        return result;
    }

    /// <summary>Settings of the daemon, its token among them.</summary>
    public static bool IsDaemons(string name) => name.StartsWith("DROVER_", StringComparison.Ordinal);
}

namespace Drover.Daemon.Sandboxing;

/// <summary>
/// The command line that runs a command under <see cref="SandboxRules"/>. Nothing of the environment is in it: arguments are for everybody to
/// see. Everything in the sandbox ends with bubblewrap, by its process namespace; the polite signals of a stop pass bubblewrap by and reach what
/// runs inside, so that there is a grace to use.
/// </summary>
internal static class Bubblewrap
{
    private const string PoliteSignals = "TERM,INT,HUP,QUIT";

    // What holds sockets and files of other programs and of the system's services.
    private static readonly string[] Private = ["/tmp", "/var/tmp", "/run"];

    public static (string Program, IReadOnlyList<string> Arguments) Wrap(SandboxCapability capability, SandboxRules rules, string program, IReadOnlyList<string> arguments)
    {
        var words = new List<string>(64);
        if (capability.SignalEnv is { } env)
        {
            words.AddRange(["--ignore-signal=" + PoliteSignals, capability.Program!]);
            words.AddRange(Options(capability, rules));
            words.AddRange(["--", env, "--default-signal=" + PoliteSignals, program]);
            words.AddRange(arguments);
            return (env, words);
        }

        words.AddRange(Options(capability, rules));
        words.AddRange(["--", program]);
        words.AddRange(arguments);
        return (capability.Program!, words);
    }

    private static IEnumerable<string> Options(SandboxCapability capability, SandboxRules rules)
    {
        IEnumerable<string> namespaces = capability.UserNamespace ? ["--unshare-user", "--unshare-pid"] : ["--unshare-pid"];
        return [
            .. namespaces, "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--cap-drop", "ALL",
            .. rules.Network == SandboxNetwork.Full ? Array.Empty<string>() : ["--unshare-net"],
            "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
            .. Private.Where(Directory.Exists).Where(IsPlain).SelectMany(folder => new[] { "--tmpfs", folder }),
            .. Resolver(rules),
            .. Layers(rules),
            .. rules.Bound.SelectMany(pair => Bind("--ro-bind", pair.Key, pair.Value)),
            .. rules.WorkingDirectory is { } folder ? ["--chdir", folder] : Array.Empty<string>(),
        ];
    }

    // A mount covers what was mounted below its place before, so outer places come first. The sort keeps the order of equals.
    private static IEnumerable<string> Layers(SandboxRules rules)
    {
        IEnumerable<(string Path, Func<string, IEnumerable<string>> Mount)> layers =
        [
            .. rules.ReadOnly.Select(path => (path, Same("--ro-bind"))),
            .. rules.Hidden.Select(path => (path, (Func<string, IEnumerable<string>>)Hide)),
            .. rules.Writable.Select(path => (path, Same("--bind"))),
            .. rules.Protected.Select(path => (path, Same("--ro-bind"))),
        ];
        return layers.OrderBy(layer => RealPath.Of(layer.Path).Count(sign => sign == '/')).SelectMany(layer => layer.Mount(layer.Path));
    }

    private static Func<string, IEnumerable<string>> Same(string option) => path => Bind(option, path, path);

    // /etc/resolv.conf is often a link into /run.
    private static IEnumerable<string> Resolver(SandboxRules rules)
    {
        const string config = "/etc/resolv.conf";
        return rules.Network == SandboxNetwork.Full && RealPath.Of(config) is var real && real.StartsWith("/run/", StringComparison.Ordinal) ? Bind("--ro-bind", real, real) : [];
    }

    private static IEnumerable<string> Hide(string path)
    {
        var real = RealPath.Of(path);
        return Directory.Exists(real) ? ["--tmpfs", real]
            : File.Exists(real) ? ["--ro-bind", "/dev/null", real]
            : [];
    }

    private static IEnumerable<string> Bind(string option, string from, string to) => Path.Exists(from) ? [option, RealPath.Of(from), to == from ? RealPath.Of(to) : to] : [];

    private static bool IsPlain(string folder) => new DirectoryInfo(folder).LinkTarget is null;
}

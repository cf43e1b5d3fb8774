using System.Collections;

namespace Drover.TestChild.Resources;

/// <summary>What it was started with: arguments, folder, and the variables asked for (all of them with none).</summary>
internal sealed class Show : IVerb
{
    public string Summary => "[NAME…] (prints 'pid N', 'arg X', 'cwd D', 'env NAME=VALUE', 'stdin terminal|null|pipe')";

    public int Run(Options options)
    {
        Child.Line($"pid {Environment.ProcessId}");
        foreach (var argument in Environment.GetCommandLineArgs()[1..])
        {
            Child.Line($"arg {argument}");
        }

        Child.Line($"cwd {Environment.CurrentDirectory}");
        Child.Line("stdin " + (new FileInfo("/proc/self/fd/0").LinkTarget ?? "closed"));
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .OrderBy(variable => (string)variable.Key, StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (options.Positional.Count == 0 || options.Has((string)variable.Key))
            {
                Child.Line($"env {variable.Key}={variable.Value}");
            }
        }

        return 0;
    }
}

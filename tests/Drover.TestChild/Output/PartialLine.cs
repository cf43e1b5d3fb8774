using System.Text;

namespace Drover.TestChild.Output;

/// <summary>Text without a newline at its end, as prompts are; then waits, or ends at once with <c>exit</c>.</summary>
internal sealed class PartialLine : IVerb
{
    public string Summary => "text=Continue? stream=out|err [exit] until=FILE";

    public int Run(Options options)
    {
        var stream = string.Equals(options.Text("stream"), "err", StringComparison.Ordinal) ? Child.Err : Child.Out;
        stream.Write(Encoding.UTF8.GetBytes(options.Text("text") ?? "Continue? [y/N] "));
        if (!options.Has("exit"))
        {
            Child.WaitForEnd(options);
        }

        return 0;
    }
}

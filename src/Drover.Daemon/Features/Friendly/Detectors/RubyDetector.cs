using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>The gems of a <c>Gemfile</c> and the tasks of a <c>Rakefile</c>.</summary>
/// <remarks>A sample: <code>gem "rspec-rails", "~> 7.0", group: :test</code></remarks>
internal sealed partial class RubyDetector : IFriendlyDetector
{
    private const string File = "Gemfile";
    private const int MatchMilliseconds = 1000;

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        var gems = Gems().Matches(files.Text(File) ?? "").Select(gem => gem.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        if (gems.Contains("rspec") || gems.Contains("rspec-rails") || (gems.Count > 0 && files.Has(".rspec")))
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, "bundle exec rspec", File, Confidence.Configured);
        }

        if (gems.Contains("rails"))
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, "bin/rails test", File, files.Has("test") ? Confidence.Convention : Confidence.Guess);
            yield return files.Has("bin/dev")
                ? FriendlyKinds.As(FriendlyKind.Dev, "bin/dev", "bin/dev", Confidence.Configured)
                : FriendlyKinds.As(FriendlyKind.Dev, "bin/rails server", File, Confidence.Configured);
        }

        if (gems.Contains("rubocop") || gems.Contains("rubocop-rails-omakase") || (gems.Count > 0 && files.Has(".rubocop.yml")))
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, "bundle exec rubocop", File, Confidence.Configured);
            yield return FriendlyKinds.As(FriendlyKind.Format, "bundle exec rubocop -a", File, Confidence.Convention);
        }

        if (files.Text("Rakefile") is { } tasks)
        {
            foreach (var name in Tasks().Matches(tasks).Select(task => task.Groups["name"].Value).Distinct(StringComparer.Ordinal))
            {
                yield return FriendlyKinds.Named(name, gems.Count > 0 ? $"bundle exec rake {name}" : $"rake {name}", $"Rakefile:{name}", Confidence.Configured);
            }
        }
    }

    [GeneratedRegex("""^\s*gem\s+["'](?<name>[A-Za-z0-9_.-]+)["']""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Gems();

    // task :lint do / task "lint" => [...] / task lint: :build / Rake::TestTask.new(:test)
    [GeneratedRegex("""^(task\s+(:|["'])?|Rake::TestTask\.new\(?\s*:?)(?<name>[A-Za-z][A-Za-z0-9_-]*)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Tasks();
}

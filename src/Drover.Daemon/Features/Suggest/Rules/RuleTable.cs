using Drover.Contracts.Friendly;
using static Drover.Daemon.Features.Suggest.Rules.Ecosystem;

namespace Drover.Daemon.Features.Suggest.Rules;

/// <summary>Common goals. The first rule of those that fit with the most words is suggested, the others are alternatives.</summary>
internal static class RuleTable
{
    public static readonly IReadOnlyList<SuggestRule> All =
    [
        new(["unused|unneeded|dead", "import|using"], "Lists imports that nothing uses.")
        {
            Otherwise = Python,
            Commands = Each(
                (Python, "ruff check . --select=F401"), (TypeScript, "npx tsc --noEmit --noUnusedLocals"), (JavaScript, "npx eslint . --rule '{\"no-unused-vars\":\"error\"}'"),
                (Go, "go vet ./..."), (Rust, "cargo check"), (Dotnet, "dotnet format style --verify-no-changes --diagnostics IDE0005"), (Ruby, "bundle exec rubocop --only Lint"),
                (Php, "vendor/bin/php-cs-fixer fix --dry-run --diff --rules=no_unused_imports")),
        },
        new(["type|typing", "check|checking|error"], "Checks the types without running anything.")
        {
            Commands = Each(
                (Python, "mypy ."), (TypeScript, "npx tsc --noEmit"), (Go, "go vet ./..."), (Rust, "cargo check"), (Dotnet, "dotnet build"), (Php, "vendor/bin/phpstan analyse"),
                (Maven, "mvn -q compile"), (Gradle, "./gradlew compileJava"), (Ruby, "bundle exec srb tc")),
        },
        new(["typecheck|typechecker"], "Checks the types without running anything.")
        {
            Commands = Each((Python, "mypy ."), (TypeScript, "npx tsc --noEmit"), (Go, "go vet ./..."), (Rust, "cargo check"), (Dotnet, "dotnet build")),
        },
        new(["coverage|covered"], "Runs the tests and tells how much of the code they reach.")
        {
            Commands = Each(
                (Python, "pytest --cov"), (JavaScript, "npx --no-install c8 npm test"), (TypeScript, "npx --no-install c8 npm test"), (Go, "go test -cover ./..."), (Rust, "cargo llvm-cov"),
                (Dotnet, "dotnet test --collect:\"XPlat Code Coverage\""), (Php, "vendor/bin/phpunit --coverage-text"), (Maven, "mvn verify"), (Gradle, "./gradlew test jacocoTestReport")),
        },
        new(["outdated|old|newer|update|upgrade", "dependency|dependencie|dependencies|dep|package|librarie|library|module"], "Lists dependencies that have newer versions; changes nothing.")
        {
            Commands = Each(
                (Python, "pip list --outdated"), (JavaScript, "npm outdated"), (TypeScript, "npm outdated"), (Go, "go list -u -m all"), (Rust, "cargo update --dry-run"),
                (Dotnet, "dotnet list package --outdated"), (Ruby, "bundle outdated"), (Php, "composer outdated"), (Maven, "mvn versions:display-dependency-updates"), (Gradle, "./gradlew dependencyUpdates")),
        },
        new(["install|restore", "dependency|dependencie|dep|package|module"], "Installs what the project depends on.")
        {
            Commands = Each(
                (Python, "python3 -m pip install -e ."), (JavaScript, "npm install"), (TypeScript, "npm install"), (Go, "go mod download"), (Rust, "cargo fetch"), (Dotnet, "dotnet restore"),
                (Ruby, "bundle install"), (Php, "composer install"), (Maven, "mvn dependency:resolve"), (Gradle, "./gradlew dependencies")),
        },
        new(["test|tests"], "Runs the tests.")
        {
            Kind = FriendlyKind.Test,
            Commands = Each(
                (Python, "pytest"), (JavaScript, "npm test"), (TypeScript, "npm test"), (Go, "go test ./..."), (Rust, "cargo test"), (Dotnet, "dotnet test"), (Ruby, "bundle exec rspec"),
                (Php, "vendor/bin/phpunit"), (Maven, "mvn test"), (Gradle, "./gradlew test")),
        },
        new(["lint|linter|linting|problem|mistake"], "Looks for mistakes without running the program.")
        {
            Kind = FriendlyKind.Lint,
            Commands = Each((Python, "ruff check ."), (JavaScript, "npx eslint ."), (TypeScript, "npx eslint ."), (Go, "go vet ./..."), (Rust, "cargo clippy"), (Dotnet, "dotnet format --verify-no-changes"), (Ruby, "bundle exec rubocop")),
        },
        new(["format|formatting|prettify|reformat"], "Rewrites the sources in their style.")
        {
            Kind = FriendlyKind.Format,
            Commands = Each((Python, "ruff format ."), (JavaScript, "npx prettier --write ."), (TypeScript, "npx prettier --write ."), (Go, "gofmt -w ."), (Rust, "cargo fmt"), (Dotnet, "dotnet format"), (Ruby, "bundle exec rubocop -a")),
        },
        new(["build|compile|bundle"], "Builds the project.")
        {
            Kind = FriendlyKind.Build,
            Commands = Each((Python, "python3 -m build"), (JavaScript, "npm run build"), (TypeScript, "npm run build"), (Go, "go build ./..."), (Rust, "cargo build"), (Dotnet, "dotnet build"), (Maven, "mvn package"), (Gradle, "./gradlew build")),
        },
        new(["start|run|serve|launch", "server|dev|app|site|application|project"], "Starts what the project serves.") { Kind = FriendlyKind.Dev },

        new(["kill|free|stop|close", "port"], "Ends whatever listens on the port.") { Command = "fuser -k -TERM {port}/tcp" },
        new(["listen|listening|which|who|what|use|using", "port|listen|listening"], "Shows which process listens on the port.") { Command = "ss -ltnp 'sport = :{port}'" },
        new(["listen|listening|open|used", "port|listen|listening"], "Shows every port that a process listens on.") { Command = "ss -ltnp" },
        new(["big|large|biggest|largest|huge", "file"], "Lists the twenty largest files.") { Command = "find . -type f -not -path './.git/*' -printf '%s\\t%p\\n' | sort -nr | head -20" },
        new(["disk|folder|directory|directorie|space", "usage|use|used|size|big|biggest|largest|full"], "Shows how much each folder takes.") { Command = "du -h --max-depth=1 . | sort -h" },
        new(["free|left", "disk|space"], "Shows how much is free on each disk.") { Command = "df -h" },
        new(["memory|ram"], "Shows how much memory is in use.") { Command = "free -h" },
        new(["cpu|slow|busy", "process|processe|cpu"], "Lists the processes that compute the most.") { Command = "ps -eo pid,pcpu,pmem,comm --sort=-pcpu | head -15" },
        new(["search|find|grep|where|occurrence", "text|string|word|for|in|use|occurrence|search|grep"], "Lists the lines that hold the text.") { Command = "grep -rnIF --exclude-dir=.git -- {text} ." },
        new(["todo|fixme"], "Lists what was left to be done.") { Command = "grep -rnIE --exclude-dir=.git --exclude-dir=node_modules 'TODO|FIXME' ." },
        new(["count|many|number", "line|loc"], "Counts the lines of every file that git knows.") { Command = "git ls-files -z | xargs -0 wc -l" },
        new(["recent|recently|changed|modified|new", "file"], "Lists files that changed within a day.") { Command = "find . -type f -not -path './.git/*' -mtime -1" },

        new(["undo|uncommit|revert|reset", "commit"], "Takes the last commit back and keeps its changes staged.") { Command = "git reset --soft HEAD~1" },
        new(["last|latest|previous|show", "commit"], "Shows the last commit.") { Command = "git log -1 --stat" },
        new(["amend|edit|fix|change", "commit"], "Adds what is staged to the last commit.") { Command = "git commit --amend --no-edit" },
        new(["discard|undo|drop|throw|revert|reset", "change|edit|modification"], "Throws away changes that are not staged.") { Command = "git restore ." },
        new(["unstage|unadd"], "Takes everything out of the index and keeps it in the files.") { Command = "git reset" },
        new(["what|show|list|see", "change|changed|diff|difference"], "Shows what has changed.") { Command = "git diff" },
        new(["status", "git|repo|repository"], "Shows what has changed and what is staged.") { Command = "git status --short --branch" },
        new(["history|log", "git|commit"], "Shows the history as a graph.") { Command = "git log --oneline --graph --decorate -20" },
        new(["delete|remove|clean|prune", "merged", "branch|branche"], "Deletes local branches that are merged.") { Command = "git branch --merged | grep -vE '^[*+]|  (main|master)$' | xargs -r git branch -d" },
        new(["clean|delete|remove", "untracked|ignored|artifact"], "Deletes everything that git does not track.") { Command = "git clean -fdx" },
    ];

    private static Dictionary<Ecosystem, string> Each(params ReadOnlySpan<(Ecosystem Is, string Command)> commands)
    {
        var each = new Dictionary<Ecosystem, string>();
        foreach (var (ecosystem, command) in commands)
        {
            each[ecosystem] = command;
        }

        return each;
    }
}

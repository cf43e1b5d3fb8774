using Drover.Contracts.Friendly;
using Xunit;
using static Drover.UnitTests.Daemon.Friendly.InMemoryFolder;

namespace Drover.UnitTests.Daemon.Friendly;

public sealed class FriendlyCommandsTests
{
    private const string Scripts = """{"scripts":{"dev":"vite","build":"vite build","test":"vitest run","lint":"eslint .","storybook":"storybook dev","pretest":"tsc","prepare":"husky","test:watch":"vitest"}}""";

    [Fact]
    public void Scripts_of_a_package_are_offered_with_their_labels_and_places()
    {
        var found = Offered(("package.json", Scripts));
        Assert.Equal(
            ["Run tests: npm test", "Start dev server: npm run dev", "Lint: npm run lint", "Build: npm run build", "storybook: npm run storybook", "test:watch: npm run test:watch"],
            Lines(found));
        Assert.Equal((FriendlyKind.Dev, "package.json:scripts.dev", 1d), (found[1].Kind, found[1].Source, found[1].Confidence));
    }

    [Theory]
    [InlineData("pnpm-lock.yaml", "pnpm test", "pnpm run dev")]
    [InlineData("yarn.lock", "yarn test", "yarn run dev")]
    [InlineData("bun.lock", "bun run test", "bun run dev")]
    [InlineData("package-lock.json", "npm test", "npm run dev")]
    public void The_package_manager_is_that_of_the_lock_file(string file, string test, string dev)
    {
        var commands = Offered(("package.json", Scripts), (file, "")).Select(command => command.Command).ToList();
        Assert.Contains(test, commands);
        Assert.Contains(dev, commands);
    }

    [Fact]
    public void The_lock_file_of_a_workspace_of_packages_lies_above()
    {
        var package = Above(Of(("pnpm-lock.yaml", ""), ("package.json", "{}")), ("package.json", Scripts));
        Assert.Contains("pnpm test", new Drover.Daemon.Features.Friendly.FriendlyCommands().Of(package).Select(command => command.Command));
        Assert.Contains("yarn test", Offered(("package.json", Scripts.Replace("{\"scripts\"", "{\"packageManager\":\"yarn@4.1.0\",\"scripts\"", StringComparison.Ordinal))).Select(command => command.Command));
    }

    [Fact]
    public void Tools_without_a_script_are_offered_by_convention()
    {
        var found = Offered(("package.json", """{"scripts":{"test":"echo \"Error: no test specified\" && exit 1"},"devDependencies":{"jest":"29","eslint":"9"}}"""));
        Assert.Equal(["Lint: npx --no-install eslint ."], Lines(found));
        Assert.Contains("Run tests: npx --no-install jest", Lines(Offered(("package.json", """{"devDependencies":{"jest":"29"}}"""))));
    }

    [Fact]
    public void Odd_names_of_scripts_are_quoted() =>
        Assert.Contains("npm run 'a b; rm -rf x'", Offered(("package.json", """{"scripts":{"a b; rm -rf x":"true"}}""")).Select(command => command.Command));

    [Fact]
    public void Targets_of_a_makefile_are_offered_but_no_files_patterns_and_variables()
    {
        const string makefile = "CC := gcc\nCFLAGS=-O2\n.PHONY: test build\n\nall: build\nbuild: main.o \\\n  util.o\n\tcc -o app\nmain.o: main.c\n%.o: %.c\n\tcc\ntest fmt: build\n\t./run\ndocs/index.html: x\nrelease:: all\n\techo x: y\n";
        Assert.Equal(["Run tests: make test", "Build: make build", "Build: make all", "Format: make fmt", "release: make release"], Lines(Offered(("Makefile", makefile))));
    }

    [Fact]
    public void Recipes_that_need_no_arguments_are_offered()
    {
        const string justfile = "version := \"1\"\n\n# All of them\ntest filter=\"\" *args:\n  cargo test {{filter}}\n\nbuild: test\n  make\ndeploy target:\n  scp\n_hidden:\n  x\n[private]\nsecret:\n  x\n@lint:\n  x\n";
        Assert.Equal(["Run tests: just test", "Lint: just lint", "Build: just build"], Lines(Offered(("justfile", justfile))));
    }

    [Fact]
    public void Python_is_offered_with_the_tools_it_sets_up()
    {
        const string pyproject = "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"x\"\ndependencies = [\n  \"Flask>=3\",\n  \"flask-login\",\n]\n[tool.pytest.ini_options]\nminversion = \"7\"\n[tool.ruff.lint]\nselect = [\"F\"]\n";
        Assert.Equal(
            ["Run tests: uv run pytest", "Start dev server: uv run flask run", "Lint: uv run ruff check .", "Build: uv build", "Format: uv run ruff format ."],
            Lines(Offered(("pyproject.toml", pyproject), ("uv.lock", ""))));
        Assert.Equal(["Run tests: pytest", "Run tests: tox", "Run tests: nox", "Lint: flake8"], Lines(Offered(("tox.ini", "[tox]\nenvlist = py3\n[pytest]\n[flake8]\n"), ("noxfile.py", ""))));
        Assert.Equal(["Run tests: pytest", "Lint: mypy ."], Lines(Offered(("setup.cfg", "[tool:pytest]\n[mypy]\n"))));
    }

    [Theory]
    [InlineData("app.py", "from flask import Flask\napp = Flask(__name__)\n", "flask run")]
    [InlineData("server.py", "import flask\napplication: flask.Flask = flask.Flask(__name__)\n", "flask --app server run")]
    [InlineData("main.py", "from fastapi import FastAPI\napi = FastAPI()\n", "uvicorn main:api --reload")]
    [InlineData("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')\n", "python manage.py runserver")]
    [InlineData("requirements.txt", "# web\nflask==3.0\n", "flask run")]
    public void A_web_application_of_Python_is_started_by_its_framework(string file, string text, string command) =>
        Assert.Contains($"Start dev server: {command}", Lines(Offered((file, text))));

    [Theory]
    [InlineData("requirements.txt", "flask-login==1\nflasky\n")]
    [InlineData("pyproject.toml", "[project]\ndependencies = [\"flask-login\", \"notflask\"]\n")]
    public void A_package_that_is_only_named_alike_is_another(string file, string text) => Assert.DoesNotContain("flask run", Offered((file, text)).Select(command => command.Command));

    [Fact]
    public void Cargo_go_and_dotnet_have_their_conventions()
    {
        Assert.Equal(
            ["Run tests: cargo test", "Start dev server: cargo run", "Lint: cargo clippy", "Build: cargo build", "Format: cargo fmt"],
            Lines(Offered(("Cargo.toml", "[package]\nname = \"x\"\n"), ("src/main.rs", "fn main() {}"))));
        Assert.DoesNotContain("cargo run", Offered(("Cargo.toml", "[package]\n"), ("src/lib.rs", "")).Select(command => command.Command));
        Assert.Equal(
            ["Run tests: go test ./...", "Start dev server: go run .", "Lint: golangci-lint run", "Lint: go vet ./...", "Build: go build ./...", "Format: go fmt ./..."],
            Lines(Offered(("go.mod", "module x\n"), ("main.go", "package main"), (".golangci.yml", ""))));
        Assert.Equal(
            ["Run tests: dotnet test", "Lint: dotnet format --verify-no-changes", "Build: dotnet build", "Format: dotnet format"],
            Lines(Offered(("Shop.slnx", "<Solution/>"))));
        Assert.Contains("Start dev server: dotnet watch run", Lines(Offered(("Shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>"))));
    }

    [Fact]
    public void Ruby_and_PHP_are_offered_by_what_they_need()
    {
        const string gemfile = "source 'https://rubygems.org'\ngem \"rails\", \"~> 7\"\ngroup :test do\n  gem 'rspec-rails'\n  # gem 'minitest'\nend\ngem 'rubocop', require: false\n";
        Assert.Equal(
            ["Run tests: bundle exec rspec", "Run tests: bundle exec rake spec", "Start dev server: bin/rails server", "Lint: bundle exec rubocop", "Format: bundle exec rubocop -a", "docs: bundle exec rake docs"],
            Lines(Offered(("Gemfile", gemfile), ("Rakefile", "task :docs do\nend\ntask spec: :docs\n"))));
        const string composer = """{"require":{"laravel/framework":"^11"},"require-dev":{"phpunit/phpunit":"^11","phpstan/phpstan":"1"},"scripts":{"post-install-cmd":"x","lint":["phpstan"]}}""";
        Assert.Equal(
            ["Run tests: vendor/bin/phpunit", "Run tests: php artisan test", "Start dev server: php artisan serve", "Lint: composer run lint", "Lint: vendor/bin/phpstan analyse"],
            Lines(Offered(("composer.json", composer), ("artisan", ""))));
    }

    [Fact]
    public void Maven_and_Gradle_are_run_by_their_wrappers_where_there_are_any()
    {
        Assert.Equal(
            ["Run tests: ./mvnw test", "Start dev server: ./mvnw spring-boot:run", "Build: ./mvnw package"],
            Lines(Offered(("pom.xml", "<project><artifactId>spring-boot-maven-plugin</artifactId></project>"), ("mvnw", ""))));
        Assert.Equal(
            ["Run tests: ./gradlew test", "Start dev server: ./gradlew run", "Build: ./gradlew build"],
            Lines(Offered(("build.gradle.kts", "plugins {\n    application\n}\n"), ("gradlew", ""))));
        Assert.Contains("Start dev server: gradle bootRun", Lines(Offered(("build.gradle", "plugins { id 'org.springframework.boot' version '3.3.0' }"))));
    }

    [Fact]
    public void Compose_Procfile_and_drover_yaml_start_what_they_name()
    {
        Assert.Contains("Start dev server: docker compose up", Lines(Offered(("compose.yaml", "services:\n  db:\n    image: postgres\n"))));
        Assert.DoesNotContain("Start dev server: docker compose up", Lines(Offered(("compose.yaml", "# services later\n"))));
        Assert.Equal(
            ["Start dev server: drover up", "Start dev server: gunicorn app --bind :$FREE_PORT", "worker: celery -A app worker"],
            Lines(Offered(("Procfile", "web: gunicorn app --bind :$PORT\nworker: celery -A app worker\n"), ("drover.yaml", ""))));
    }

    [Fact]
    public void Of_a_file_of_variables_only_names_are_used()
    {
        var found = Offered((".env", "# x\nFLASK_APP=shop:create_app('hunter2')\nexport COMPOSE_FILE=a.yml\nDATABASE_URL=postgres://u:p@h/db\n"));
        Assert.Equal(["Start dev server: flask run", "Start dev server: docker compose up"], Lines(found));
        Assert.Equal(".env:FLASK_APP", found[0].Source);
        Assert.DoesNotContain("hunter2", string.Join('\n', found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_README_gives_hints_of_plain_known_commands_only()
    {
        const string readme = "# Shop\n```sh\n$ npm install\n$ npm run build   # once\nmake test && rm -rf /\ncurl https://x | sh\npython -m pytest tests\n```\nRun `make lint`.\n```python\nnpm test\n```\n```\ndocker compose up\n```\n";
        var found = Offered(("README.md", readme));
        Assert.Equal(["Run tests: python -m pytest tests", "Start dev server: docker compose up", "Build: npm run build"], Lines(found, least: 0));
        Assert.All(found, command => Assert.True(command.Confidence < 0.3));
    }

    [Fact]
    public void A_command_that_several_files_offer_is_offered_once()
    {
        var found = Offered(("package.json", Scripts), ("README.md", "```\nnpm test\n```\n"));
        Assert.Equal("package.json:scripts.test", Assert.Single(found, command => command.Command == "npm test").Source);
    }

    [Theory]
    [InlineData("package.json", "{\"scripts\":")]
    [InlineData("package.json", "[]")]
    [InlineData("package.json", "{\"scripts\":[1],\"dependencies\":7,\"packageManager\":{}}")]
    [InlineData("composer.json", "nonsense")]
    [InlineData("composer.json", "[1]")]
    [InlineData("compose.yaml", "services\n\t- [")]
    [InlineData("justfile", "\0\0:")]
    [InlineData("Makefile", ":\n::\n\t:")]
    [InlineData(".env", "=\n==\n")]
    [InlineData("README.md", "```\n```\n```")]
    public void A_broken_file_offers_nothing(string file, string text) => Assert.Empty(Offered((file, text)));

    [Theory]
    [InlineData("pom.xml", "<project")]
    [InlineData("pyproject.toml", "[tool.ruff\n= [")]
    [InlineData("Cargo.toml", "[[[")]
    [InlineData("App.csproj", "<Project")]
    [InlineData("build.gradle", "plugins {")]
    [InlineData("Gemfile", "gem 'rspec")]
    public void One_that_is_being_edited_does_no_harm(string file, string text) => Assert.All(Offered((file, text)), command => Assert.NotEmpty(command.Command));

    [Fact]
    public void An_empty_folder_offers_nothing() => Assert.Empty(Offered());
}

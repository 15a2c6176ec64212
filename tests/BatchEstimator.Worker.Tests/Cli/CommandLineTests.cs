using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private const string Good = "name: tosses\nfits: [{name: coin, family: bernoulli, response: heads}]\n";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public CommandLineTests()
    {
        Directory.CreateDirectory(At("jobs"));
        File.WriteAllText(At("jobs/tosses.yaml"), Good);
        File.WriteAllText(At("data.csv"), "heads\n1\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_with_usable_fits_returns_0_and_says_what_came_out()
    {
        FakeRun run = new() { Statuses = [FitStatus.Ok, FitStatus.Caution] };

        int code = Run(run, "run", "tosses", "--input", At("data.csv"), "--output", At("out"), "--threads", "1");

        Assert.Equal(ExitCode.Success, code);
        Assert.Equal($"""
            ok       coin [plant=P0] bernoulli mle n=9: theta=0.25
            caution  coin [plant=P1] bernoulli mle n=9: theta=0.25
            tosses: 1 ok, 1 caution, 0 refused, 0 failed; 10 rows read, 9 used
            report: {At("out")}

            """, output.ToString());
        Assert.Equal("reading 50 % (5 rows)\nreading 100 % (10 rows)\nfitting 100 % (2 of 2 fits)\nreporting (2 of 2 fits)\n", error.ToString());
        Assert.Equal(("tosses", 1), (run.Request!.Job.Name, run.Request.Threads));
        Assert.Equal([At("out"), At("out/result.json")], Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Where(path => path.Contains("out", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Refused_fits_return_2_and_the_report_is_there()
    {
        int code = Run(new FakeRun { Statuses = [FitStatus.Ok, FitStatus.Refused], Status = RunStatus.Partial }, "run", "tosses", "-i", At("data.csv"), "-o", At("out"));

        Assert.Equal(ExitCode.SomeFitsUnusable, code);
        Assert.Contains("refused  coin [plant=P1] bernoulli mle n=9 | EMPTY: There are no rows.\n", output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(At("out/result.json")));
    }

    [Fact]
    public void With_many_fits_the_worst_are_shown()
    {
        FitStatus[] statuses = [.. Enumerable.Repeat(FitStatus.Ok, 100), FitStatus.Refused];

        Run(new FakeRun { Statuses = statuses }, "run", "tosses", "-i", At("data.csv"), "-o", At("out"));

        string[] lines = output.ToString().Split('\n');
        Assert.StartsWith("refused", lines[0], StringComparison.Ordinal);
        Assert.Equal("... and 61 more, in the report", lines[40]);
    }

    [Fact]
    public void Unusable_input_returns_1_and_leaves_nothing_behind()
    {
        InputException problem = new(new InputProblem("MISSING_COLUMN", "There is no column 'heads'.", "Did you mean 'head'?") { File = "data.csv" });

        int code = Run(new FakeRun { Reading = problem }, "run", "tosses", "-i", At("data.csv"), "-o", At("out"));

        Assert.Equal(ExitCode.Failed, code);
        Assert.EndsWith("data.csv: There is no column 'heads'. Did you mean 'head'?\n", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
        Assert.False(Directory.Exists(At("out")));
    }

    [Fact]
    public void A_report_that_cannot_be_written_whole_is_not_there_at_all()
    {
        int code = Run(new FakeRun { Writing = new IOException("No space left on device") }, "run", "tosses", "-i", At("data.csv"), "-o", At("out"));

        Assert.Equal(ExitCode.Failed, code);
        Assert.EndsWith("A file or folder could not be read or written: No space left on device\n", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["data.csv", "jobs"], Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void A_run_that_is_cancelled_says_so()
    {
        Assert.Equal(ExitCode.Failed, Run(new FakeRun { Reading = new OperationCanceledException() }, "run", "tosses", "-i", At("data.csv"), "-o", At("out")));
        Assert.EndsWith("Stopped before the end; nothing was written.\n", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_program_is_called_one()
    {
        Assert.Equal(ExitCode.Failed, Run(new FakeRun { Reading = new InvalidOperationException("oops") }, "run", "tosses", "-i", At("data.csv"), "-o", At("out")));
        Assert.Contains("This is a fault of the program, not of your input; please report it. System.InvalidOperationException: oops", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Input_files_that_are_not_there_are_all_named()
    {
        Assert.Equal(ExitCode.Failed, Run(new FakeRun(), "run", "tosses", "-i", At("none.csv"), At("jobs"), "-o", At("out")));
        Assert.Equal($"{At("none.csv")}: There is no such file. Check the path.\n{At("jobs")}: This is a folder. Name the files in it.\n", error.ToString());
    }

    [Fact]
    public void A_bad_job_returns_1_with_its_problems()
    {
        File.WriteAllText(At("jobs/bad.yaml"), "name: bad\nfits: []\n");

        Assert.Equal(ExitCode.Failed, Run(new FakeRun(), "run", "bad", "-i", At("data.csv"), "-o", At("out")));
        Assert.Equal($"{At("jobs/bad.yaml")}:2:7: fits: the list is empty. It needs at least one entry.\n", error.ToString());
    }

    [Fact]
    public void An_unknown_job_is_answered_with_the_nearest_name()
    {
        Assert.Equal(ExitCode.Failed, Run(new FakeRun(), "run", "toses", "-i", At("data.csv"), "-o", At("out")));
        Assert.Equal($"toses: there is no job 'toses' in {At("jobs")}. Did you mean 'tosses'?\n", error.ToString());
    }

    [Fact]
    public void What_lies_in_the_output_folder_is_not_overwritten()
    {
        Directory.CreateDirectory(At("out"));
        File.WriteAllText(At("out/mine.txt"), "mine");

        Assert.Equal(ExitCode.Usage, Run(new FakeRun(), "run", "tosses", "-i", At("data.csv"), "-o", At("out")));
        Assert.Contains("is not empty", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(At("out/mine.txt")));
    }

    [Fact]
    public void An_empty_output_folder_is_used()
    {
        Directory.CreateDirectory(At("out"));

        Assert.Equal(ExitCode.Success, Run(new FakeRun(), "run", "tosses", "-i", At("data.csv"), "-o", At("out") + "/"));
        Assert.True(File.Exists(At("out/result.json")));
    }

    [Theory]
    [InlineData("run", "tosses", "--input", "data.csv")]
    [InlineData("run", "--input", "a", "--output", "b")]
    [InlineData("run", "tosses", "--input", "a", "--output", "b", "--threads", "0")]
    [InlineData("run", "tosses", "--input", "a", "--output", "b", "--threads", "many")]
    [InlineData("rnu")]
    [InlineData("validate", "--jbos", "x")]
    public void A_wrong_command_line_returns_64(params string[] args)
    {
        Assert.Equal(ExitCode.Usage, Run(new FakeRun(), args));
        Assert.Contains("How to use it: batch-estimator", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Validate_lists_good_jobs_and_all_problems_of_the_bad_ones()
    {
        File.WriteAllText(At("jobs/bad.yaml"), "name: bad\nfits: []\nintervals: { level: 95 }\n");

        Assert.Equal(ExitCode.Failed, Run(new FakeRun(), "validate"));
        Assert.Equal($"ok  tosses  ({At("jobs/tosses.yaml")}, 1 fit)\n", output.ToString());
        Assert.Equal($"""
            {At("jobs/bad.yaml")}:2:7: fits: the list is empty. It needs at least one entry.
            {At("jobs/bad.yaml")}:3:21: intervals.level: 95 is out of range. Write a number between 0 and 1, both excluded.
            1 of 2 job files cannot be used: 2 problems.

            """, error.ToString());
    }

    [Fact]
    public void Validate_takes_files_and_names()
    {
        Assert.Equal(ExitCode.Success, Run(new FakeRun(), "validate", "tosses", At("jobs/tosses.yaml")));
        Assert.Equal(ExitCode.Failed, Run(new FakeRun(), "validate", At("jobs/none.yaml")));
        Assert.Equal(ExitCode.Usage, Run(new FakeRun(), "validate", "--jobs", At("none")));
    }

    [Fact]
    public void Schema_prints_what_the_reader_knows()
    {
        Assert.Equal(ExitCode.Success, Run(new FakeRun(), "schema"));
        Assert.Equal(JobSchema.Text, output.ToString());

    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--Workspace:Root /data", "--Workspace:Root /data")]
    [InlineData("serve --Urls http://127.0.0.1:1 --Workers=2", "--Urls http://127.0.0.1:1 --Workers=2")]
    public void Without_a_verb_the_program_serves_and_settings_reach_the_host(string args, string settings)
    {
        string[] found = [];
        HostedVerb serve = new("serve", "Serves.", rest =>
        {
            found = rest;
            return Task.FromResult(42);
        });

        Assert.Equal(42, CommandLine.Run(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), Context(new FakeRun()), serve));
        Assert.Equal(settings, string.Join(' ', found));
    }

    [Fact]
    public void Help_is_the_programs_own()
    {
        Assert.Equal(ExitCode.Success, Run(new FakeRun(), "--help"));
        Assert.Contains("validate", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(error.ToString());
    }

    private string At(string path) => Path.Combine(folder, path);

    private int Run(FakeRun run, params string[] args) => CommandLine.Run(args, Context(run));

    private CliContext Context(FakeRun run) => new()
    {
        Executor = () => run,
        Reports = () => run,
        Out = output,
        Error = error,
        Terminal = false,
        JobsFolder = At("jobs"),
    };
}

using System.Text.Json;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

public class JobFileTests
{
    private const string Full = """
        # every key there is
        name: everything
        description: "Kosten je Anlage: 온도 😀 \"quoted\" <b> & ' \\"
        input:
          format: csv
          missing: fail
          csv: { delimiter: tab, decimal: ",", encoding: cp949, header: false, missingValues: [NA, -9, null, ""] }
        watch: { folder: /data/in, pattern: "*.csv" }
        schedule: { cron: "30 0 2 * * 1", timeZone: Asia/Seoul, files: "data/*.csv", missed: skip, overlap: queue }
        groupBy: [plant, 2020]
        fits:
          - name: cost
            family: normal
            formula: "cost ~ hours + `made by`"
            method: map
            fixed: { sigma: 2.0 }
            priors: { "(Intercept)": "normal(0, 100)", coefficients: "normal(0, 1e1)" }
            weights: { column: n, kind: precision }
            at: { hours: 60, "made by": true }
            quantiles: [0.1, .5]
            probabilities: ["> 1", "10..20"]
          - name: plain
            family: normal
            response: cost
            hypotheses: ["normal(0, 1)", "normal(-1, 1)"]
            priorWeights: [1, 2]
            bound: { epsilon: 0.05, delta: 1e-2, lower: 0, upper: 1 }
            goodnessOfFit: on
          - { name: life, family: exponential, response: hours, event: state, eventValue: 1 }
          - { name: rate, family: binomial, response: good, trials: n }
          - { name: face, family: categorical, response: face, levels: [1, 2, x] }
          - { name: shape, family: multivariate_normal, responses: [a, b] }
        intervals: { level: 0.9, method: bootstrap, bootstrap: nonparametric, replicates: 1e3 }
        reports: [parquet, json]
        """;

    [Fact]
    public void Every_key_arrives_in_the_definition()
    {
        JobDefinition job = JobFile.Parse(Full, "full.yaml").Required;

        Assert.Equal(("everything", "full.yaml", 0.9), (job.Name, job.File, job.IntervalLevel));
        Assert.Equal("Kosten je Anlage: 온도 😀 \"quoted\" <b> & ' \\", job.Description);
        Assert.Equal((InputFormat.Csv, MissingPolicy.Fail), (job.Input.Format, job.Input.Missing));
        Assert.Equal(('\t', ',', "cp949", false), (job.Input.Csv.Delimiter!.Value, job.Input.Csv.Decimal, job.Input.Csv.Encoding, job.Input.Csv.Header));
        Assert.Equal(["NA", "-9", "null", ""], job.Input.Csv.MissingValues);
        Assert.Equal(new WatchDefinition("/data/in", "*.csv"), job.Watch);
        Assert.Equal(
            new ScheduleDefinition { Cron = "30 0 2 * * 1", TimeZone = "Asia/Seoul", Files = "data/*.csv", Missed = MissedPolicy.Skip, Overlap = OverlapPolicy.Queue },
            job.Schedule);
        Assert.Equal(["plant", "2020"], job.GroupBy);
        Assert.Equal(new IntervalDefinition { Level = 0.9, Method = IntervalMethod.Bootstrap, Bootstrap = BootstrapKind.Nonparametric, Replicates = 1000 }, job.Intervals);
        Assert.Equal([ReportFormat.Parquet, ReportFormat.Json], job.Reports);

        FitDefinition cost = job.Fits[0];
        Assert.Equal(("cost", "normal", "cost ~ hours + `made by`", EstimationMethod.Map), (cost.Name, cost.Family, cost.Formula, cost.Method));
        Assert.Equal(2.0, cost.Fixed["sigma"]);
        Assert.Equal("normal(0, 100)", cost.Priors["(Intercept)"]);
        Assert.Equal(new WeightDefinition("n", WeightKind.Precision), cost.Weights);
        Assert.Equal(("60", "true"), (cost.At["hours"], cost.At["made by"]));
        Assert.Equal([0.1, 0.5], cost.Quantiles);
        Assert.Equal(["> 1", "10..20"], cost.Probabilities);
        Assert.Equal(["normal(0, 1)", "normal(-1, 1)"], job.Fits[1].Hypotheses);
        Assert.Equal([1, 2], job.Fits[1].PriorWeights);
        Assert.Equal(new BoundDefinition(0.05, 0.01, 0, 1), job.Fits[1].Bound);
        Assert.Equal((GoodnessOfFitRequest.Auto, GoodnessOfFitRequest.On), (job.Fits[0].GoodnessOfFit, job.Fits[1].GoodnessOfFit));
        Assert.Equal(("state", "1"), (job.Fits[2].Event, job.Fits[2].EventValue));
        Assert.Equal("n", job.Fits[3].Trials);
        Assert.Equal(["1", "2", "x"], job.Fits[4].Levels);
        Assert.Equal(["a", "b"], job.Fits[5].Responses);
    }

    [Fact]
    public void The_canonical_form_is_a_job_file_of_the_same_definition()
    {
        JobDefinition job = JobFile.Parse(Full, "full.yaml").Required;

        JobDefinition again = JobFile.Parse(job.Canonical).Required;

        Assert.Equal(job.Hash, again.Hash);
        Assert.Matches("^[0-9a-f]{64}$", job.Hash);
        Assert.Equal(JsonSerializer.Serialize(job with { File = null }), JsonSerializer.Serialize(again));
    }

    [Fact]
    public void Layout_and_spelt_out_defaults_do_not_change_the_hash()
    {
        JobDefinition shortest = JobFile.Parse("fits: [{response: x, family: normal, name: a}]\nname: j\n").Required;
        JobDefinition spelt = JobFile.Parse("""
            {
            	"$schema": "../job.schema.json",
            	"name": "j",
            	"input": { "format": "auto", "missing": "drop", "csv": { "delimiter": "auto", "decimal": ".", "encoding": "auto", "header": true, "missingValues": ["", "NA", "NaN", "null"] } },
            	"watch": { "folder": "inbox\/j", "pattern": "*.{csv,csv.gz,parquet}" },
            	"groupBy": [],
            	"fits": [ { "name": "\u0061", "family": "normal", "response": "x", "method": "mle", "priors": {}, "quantiles": [], "goodnessOfFit": "auto" } ],
            	"intervals": { "level": 0.950, "method": "wald", "bootstrap": "parametric", "replicates": 999.0 },
            	"reports": [ "html", "json", "csv" ]
            }
            """, "j.json").Required;

        Assert.Equal("""{"fits":[{"family":"normal","name":"a","response":"x"}],"name":"j"}""", shortest.Canonical);
        Assert.Equal(shortest.Canonical, spelt.Canonical);
        Assert.Equal(shortest.Hash, spelt.Hash);
        Assert.Equal(new WatchDefinition("inbox/j", "*.{csv,csv.gz,parquet}"), shortest.Watch);
    }

    [Theory]
    [InlineData("family: multinomial, responses: [a, b, c], formula: ~ x")]
    [InlineData("family: weibull, left: a, right: b, formula: ~ x")]
    public void A_formula_without_a_left_side_stands_beside_what_it_explains(string fit)
    {
        var parsed = JobFile.Parse($"name: k\nfits: [{{name: a, {fit}}}]\n");
        Assert.Empty(parsed.Problems);
        Assert.Equal("~ x", parsed.Required.Fits[0].Formula);
    }

    [Theory]
    [InlineData("name: k\n", "name: j\n")]
    [InlineData("{ level: 0.95 }", "{ level: 0.9 }")]
    [InlineData("{ level: 0.95 }", "{ method: profile }")]
    [InlineData("{ level: 0.95 }", "{ replicates: 1000 }")]
    [InlineData("{ level: 0.95 }", "{ bootstrap: nonparametric }")]
    [InlineData("response: x", "response: x, goodnessOfFit: off")]
    [InlineData("[0.1, 0.9]", "[0.9, 0.1]")]
    public void Another_meaning_has_another_hash(string found, string other)
    {
        const string text = "name: k\nfits: [{name: a, family: normal, response: x, quantiles: [0.1, 0.9]}]\nintervals: { level: 0.95 }\n";

        Assert.NotEqual(JobFile.Parse(text).Required.Hash, JobFile.Parse(text.Replace(found, other, StringComparison.Ordinal)).Required.Hash);
    }

    [Fact]
    public void The_defaults_of_the_keys_are_the_defaults_of_the_records()
    {
        JobDefinition read = JobFile.Parse("name: j\nfits: [{name: a, family: normal, response: x}]\nschedule: {cron: '0 2 * * *', files: a}\n").Required;
        JobDefinition made = new()
        {
            Name = "j",
            Watch = new("inbox/j", "*.{csv,csv.gz,parquet}"),
            Schedule = new() { Cron = "0 2 * * *", Files = "a" },
            Fits = [new FitDefinition { Name = "a", Family = "normal", Response = "x" }],
            Hash = read.Hash,
            Canonical = read.Canonical,
        };

        Assert.Equal(JsonSerializer.Serialize(made), JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData("true", "on")]
    [InlineData("True", "on")]
    [InlineData("false", "off")]
    public void True_and_false_are_on_and_off(string flag, string word)
    {
        const string text = "name: j\nfits: [{name: a, family: normal, response: x, goodnessOfFit: WORD}]\n";

        Assert.Equal(
            JobFile.Parse(text.Replace("WORD", word, StringComparison.Ordinal)).Required.Canonical,
            JobFile.Parse(text.Replace("WORD", flag, StringComparison.Ordinal)).Required.Canonical);
    }

    [Fact]
    public void The_seed_follows_from_the_meaning_of_the_job_and_any_reader_of_JSON_can_hold_it()
    {
        long seed = JobFile.Parse("name: j\nfits: [{name: a, family: normal, response: x}]\n").Required.Seed;

        Assert.Equal(seed, JobFile.Parse("fits: [{response: x, family: normal, name: a}]\nname: j\n").Required.Seed);
        Assert.NotEqual(seed, JobFile.Parse("name: j\nfits: [{name: a, family: normal, response: y}]\n").Required.Seed);
        Assert.InRange(seed, 1, 1L << 32);
    }

    [Fact]
    public void An_anchor_can_be_used_again_further_down()
    {
        JobDefinition job = JobFile.Parse("""
            name: j
            fits:
              - { name: a, family: bernoulli, response: x, method: map, priors: &p { theta: "beta(2, 2)" } }
              - { name: b, family: bernoulli, response: y, method: map, priors: *p }
            """).Required;

        Assert.Equal("beta(2, 2)", job.Fits[1].Priors["theta"]);
    }
}

using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

/// <summary>What people read when a job file is wrong, word for word.</summary>
public class JobProblemTests
{
    private const string Head = "name: tosses\nfits:\n  - name: coin\n    family: bernoulli\n    response: heads\n";

    [Theory]
    // misspelt, duplicate and missing keys
    [InlineData(Head + "    metod: mle\n",
        "job:6:5: fits[0].metod: there is no key 'metod' here. Did you mean 'method'? Allowed: name, family, candidates, response, left, right, responses, formula, trials, event, eventValue, truncation, threshold, components, levels, reference, link, predictors, offset, vcov, method, priors, alpha, priorScale, fixed, weights, quantiles, probabilities, hypotheses, priorWeights, at, bound, goodnessOfFit.")]
    [InlineData(Head + "zzz: 1\n",
        "job:6:1: zzz: there is no key 'zzz' here. Allowed: name, description, input, watch, schedule, groupBy, fits, intervals, reports, predictions.")]
    [InlineData(Head + "name: again\n", "job:6:1: name: the key is there twice. Keep one of them.")]
    [InlineData(Head + "schedule: { cron: \"0 2 * * *\" }\n",
        "job:6:11: schedule: the key 'files' is missing. It says: files that stay where they are, as a path with wildcards, relative to the workspace.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    response: heads\n",
        "job:3:5: fits[0]: nothing says which family is fitted. Give exactly one of 'family', 'candidates'.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    famly: bernoulli\n    response: heads\n",
        "job:4:5: fits[0].famly: there is no key 'famly' here. Did you mean 'family'? Allowed: name, family, candidates, response, left, right, responses, formula, trials, event, eventValue, truncation, threshold, components, levels, reference, link, predictors, offset, vcov, method, priors, alpha, priorScale, fixed, weights, quantiles, probabilities, hypotheses, priorWeights, at, bound, goodnessOfFit.")]
    // wrong types
    [InlineData(Head + "groupBy: plant\n", "job:6:10: groupBy: a list is wanted here; found the text 'plant'. Write it as [plant].")]
    [InlineData(Head + "intervals: { level: \"0.9\" }\n", "job:6:21: intervals.level: a number is wanted here; found the text '0.9'. Write it without quotes.")]
    [InlineData(Head + "intervals: { level: high }\n", "job:6:21: intervals.level: a number is wanted here; found the text 'high'. Write it with a decimal point, such as 0.95 or 1e-3.")]
    [InlineData(Head + "description: [a, b]\n", "job:6:14: description: text is wanted here; found a list.")]
    [InlineData(Head + "input: { csv: { header: yes } }\n", "job:6:25: input.csv.header: true or false is wanted here; found the text 'yes'.")]
    [InlineData(Head + "input: csv\n", "job:6:8: input: a mapping is wanted here; found the text 'csv'. Write keys below it, indented: format, missing, csv...")]
    [InlineData(Head + "description:\n", "job:6:13: description: the key has no value. Write a value or leave the key out.")]
    [InlineData(Head + "description: 5\n", "job:6:14: description: text is wanted here; found the number 5. If it is meant as text, put it in quotes: \"5\".")]
    [InlineData(Head + "    levels: [1, 2: 3]\n", "job:6:17: fits[0].levels[1]: a name or a value is wanted here; found a mapping.")]
    // a word where a list is wanted
    [InlineData(Head + "    quantiles: lots\n", "job:6:16: fits[0].quantiles: a list of numbers is wanted here; found the text 'lots'. Write it such as [0.1, 0.5, 0.9].")]
    [InlineData(Head + "    quantiles: 0.5, 0.9\n", "job:6:16: fits[0].quantiles: a list of numbers is wanted here; found the text '0.5, 0.9'. Write it as [0.5, 0.9].")]
    [InlineData(Head + "    quantiles: 50\n", "job:6:16: fits[0].quantiles: a list of numbers is wanted here; found the number 50. Write it such as [0.1, 0.5, 0.9].")]
    [InlineData(Head + "    quantiles: [lots]\n", "job:6:17: fits[0].quantiles[0]: a number is wanted here; found the text 'lots'. Write it with a decimal point, such as 0.95 or 1e-3.")]
    [InlineData(Head + "    priorWeights: even\n", "job:6:19: fits[0].priorWeights: a list of numbers is wanted here; found the text 'even'. Write it such as [1, 2.5].")]
    [InlineData(Head + "    hypotheses: bernoulli(0.5)\n", "job:6:17: fits[0].hypotheses: a list is wanted here; found the text 'bernoulli(0.5)'. Write it as [\"bernoulli(0.5)\"].")]
    [InlineData(Head + "    probabilities: \"> 0\"\n", "job:6:20: fits[0].probabilities: a list is wanted here; found the text '> 0'. Write it as [\"> 0\"].")]
    [InlineData(Head + "groupBy: plant, machine\n", "job:6:10: groupBy: a list is wanted here; found the text 'plant, machine'. Write it as [plant, machine].")]
    [InlineData(Head + "groupBy: \"plant, machine\"\n", "job:6:10: groupBy: a list is wanted here; found the text 'plant, machine'. Write it as [\"plant, machine\"].")]
    [InlineData(Head + "groupBy:\n", "job:6:9: groupBy: a list is wanted here; found nothing. Write a list or leave the key out.")]
    [InlineData(Head + "input: { csv: { missingValues: \"\" } }\n", "job:6:32: input.csv.missingValues: a list is wanted here; found the text ''. Write it as [\"\"].")]
    [InlineData(Head + "reports: all\n", "job:6:10: reports: a list is wanted here; found the text 'all'. Write it such as [html]; there are html, json, csv, parquet.")]
    // values out of range or unknown
    [InlineData(Head + "intervals: { level: 1 }\n", "job:6:21: intervals.level: 1 is out of range. Write a number between 0 and 1, both excluded.")]
    [InlineData(Head + "    bound: { epsilon: 0, delta: 0.01 }\n", "job:6:23: fits[0].bound.epsilon: 0 is out of range. Write a number above 0.")]
    [InlineData(Head + "    method: mpa\n", "job:6:13: fits[0].method: there is no choice 'mpa'. Did you mean 'map'? Allowed: mle, map.")]
    [InlineData(Head + "reports: [html, pdf]\n", "job:6:17: reports[1]: there is no choice 'pdf'. Allowed: html, json, csv, parquet.")]
    [InlineData(Head + "schedule: { cron: \"0 25 * * *\", files: a.csv }\n", "job:6:19: schedule.cron: '0 25 * * *' is not a cron expression: *")]
    [InlineData(Head + "schedule: { cron: daily, files: a.csv }\n",
        "job:6:19: schedule.cron: 'daily' is not a cron expression: it has 1 fields. Write minute, hour, day of the month, month and weekday, such as \"0 2 * * *\" for every day at 02:00.")]
    [InlineData(Head + "schedule: { cron: \"0 2 * * *\", files: a.csv, timeZone: Asia/Soul }\n", "job:6:56: schedule.timeZone: there is no time zone 'Asia/Soul'. Did you mean 'Asia/Seoul'?")]
    [InlineData(Head + "input: { csv: { encoding: cp12 } }\n", "job:6:27: input.csv.encoding: there is no encoding 'cp12'. Write auto or a name such as utf-8, utf-16, cp949 or windows-1252.")]
    [InlineData(Head + "input: { csv: { delimiter: '||' } }\n", "job:6:28: input.csv.delimiter: '||' is not a delimiter. Write one character, such as \";\", or tab, or auto.")]
    [InlineData("name: My Job\nfits:\n  - { name: a, family: normal, response: x }\n",
        "job:1:7: name: 'My Job' is not a name. Use lower-case letters, digits and hyphens only, such as 'bearing-life': it becomes a folder.")]
    [InlineData(Head + "intervals: { method: profil }\n", "job:6:22: intervals.method: there is no choice 'profil'. Did you mean 'profile'? Allowed: wald, wald-transformed, profile, bootstrap.")]
    [InlineData(Head + "intervals: { bootstrap: rows }\n", "job:6:25: intervals.bootstrap: there is no choice 'rows'. Allowed: parametric, nonparametric.")]
    [InlineData(Head + "intervals: { replicates: 50 }\n", "job:6:26: intervals.replicates: 50 is out of range. Write a whole number from 99 to 99999.")]
    [InlineData(Head + "intervals: { replicates: 1e9 }\n", "job:6:26: intervals.replicates: 1e9 is out of range. Write a whole number from 99 to 99999.")]
    [InlineData(Head + "intervals: { replicates: 999.5 }\n", "job:6:26: intervals.replicates: 999.5 is not a whole number. Write a whole number from 99 to 99999.")]
    [InlineData(Head + "intervals: { replicates: many }\n", "job:6:26: intervals.replicates: a whole number is wanted here; found the text 'many'. Write a whole number from 99 to 99999.")]
    [InlineData(Head + "intervals: { replicates: \"999\" }\n", "job:6:26: intervals.replicates: a whole number is wanted here; found the text '999'. Write it without quotes.")]
    [InlineData(Head + "    goodnessOfFit: maybe\n", "job:6:20: fits[0].goodnessOfFit: there is no choice 'maybe'. Allowed: auto, on, off.")]
    [InlineData(Head + "    goodnessOfFit: \"true\"\n", "job:6:20: fits[0].goodnessOfFit: there is no choice 'true'. Allowed: auto, on, off.")]
    [InlineData(Head + "    components: 1\n", "job:6:17: fits[0].components: 1 is out of range. Write a whole number from 2 to 10.")]
    [InlineData(Head + "    components: [2]\n", "job:6:17: fits[0].components: a whole number is wanted here; found a list.")]
    [InlineData(Head + "    threshold: high\n", "job:6:16: fits[0].threshold: a number is wanted here; found the text 'high'. Write it with a decimal point, such as 0.95 or 1e-3.")]
    [InlineData(Head + "    threshold: .inf\n", "job:6:16: fits[0].threshold: a number is wanted here; found the text '.inf'. Write it with a decimal point, such as 0.95 or 1e-3.")]
    [InlineData(Head + "    truncation: 5\n", "job:6:17: fits[0].truncation: a mapping is wanted here; found the number 5. Write keys below it, indented: lower, upper...")]
    // rules between keys
    [InlineData(Head + "    truncation: {}\n", "job:6:17: fits[0].truncation: it says nothing. Give at least one of 'lower', 'upper'.")]
    [InlineData(Head + "    truncation: { lower: 2, upper: 2 }\n", "job:6:29: fits[0].truncation.upper: 2 is not above lower, which is 2. Write lower below upper.")]
    [InlineData(Head + "    truncation: { upper: -1.5, lower: 2 }\n", "job:6:19: fits[0].truncation.upper: -1.5 is not above lower, which is 2. Write lower below upper.")]
    [InlineData(Head + "    truncation: { uper: 2 }\n", "job:6:19: fits[0].truncation.uper: there is no key 'uper' here. Did you mean 'upper'? Allowed: lower, upper.")]
    [InlineData(Head + "    candidates: [poisson, normal]\n", "job:6:5: fits[0].candidates: there are both 'family' and 'candidates'. Keep exactly one of 'family', 'candidates'.")]
    [InlineData(Head + "    left: a\n    right: b\n", "job:6:5: fits[0].left: there are both 'response' and 'left'. Keep exactly one of 'response', 'responses', 'formula', 'left' with 'right'.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    family: normal\n    left: a\n", "job:5:5: fits[0].left: there is 'left' without 'right'. The two belong together: give both.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    family: normal\n    right: a\n", "job:5:5: fits[0].right: there is 'right' without 'left'. The two belong together: give both.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    family: normal\n    rigth: b\n    left: a\n",
        "job:5:5: fits[0].rigth: there is no key 'rigth' here. Did you mean 'right'? Allowed: name, family, candidates, response, left, right, responses, formula, trials, event, eventValue, truncation, threshold, components, levels, reference, link, predictors, offset, vcov, method, priors, alpha, priorScale, fixed, weights, quantiles, probabilities, hypotheses, priorWeights, at, bound, goodnessOfFit.")]
    [InlineData("name: a\nfits: []\n", "job:2:7: fits: the list is empty. It needs at least one entry.")]
    [InlineData(Head + "  - name: coin\n    family: poisson\n    response: n\n", "job:6:5: fits[1].name: another fit is called 'coin' already. Give every fit its own name.")]
    [InlineData(Head + "    formula: heads ~ 1\n", "job:6:5: fits[0].formula: there are both 'response' and 'formula'. Keep exactly one of 'response', 'responses', 'formula', 'left' with 'right'.")]
    [InlineData("name: a\nfits:\n  - name: coin\n    family: bernoulli\n", "job:3:5: fits[0]: nothing says what is modelled. Give exactly one of 'response', 'responses', 'formula', 'left' with 'right'.")]
    [InlineData(Head + "groupBy: [plant, plant]\n", "job:6:18: groupBy[1]: \"plant\" is there twice. Keep one of them.")]
    // an unquoted comma inside { } or [ ]
    [InlineData(Head + "    method: map\n    priors: { theta: beta(2, 8) }\n",
        "job:7:22: fits[0].priors.theta: 'beta(2' was cut off at a comma, which ends an entry between { } or [ ]. Put the whole text in quotes, such as \"normal(0, 1)\".")]
    // regressions
    [InlineData(Head + "    vcov: hc5\n", "job:6:11: fits[0].vcov: 'hc5' is not a way to make standard errors. Write iid, hc0, hc1, hc2, hc3, cluster(column) or cluster(a, b), with one or two columns.")]
    [InlineData(Head + "    vcov: hc1.5\n", "job:6:11: fits[0].vcov: 'hc1.5' is not a way to make standard errors. Write iid, hc0, hc1, hc2, hc3, cluster(column) or cluster(a, b), with one or two columns.")]
    [InlineData(Head + "    alpha: evidense\n", "job:6:12: fits[0].alpha: a number above 0, evidence or cv is wanted here; found the text 'evidense'. Did you mean 'evidence'?")]
    [InlineData(Head + "    alpha: \"2\"\n", "job:6:12: fits[0].alpha: a number above 0, evidence or cv is wanted here; found the text '2'. Write the number without quotes.")]
    [InlineData(Head + "    alpha: 0\n", "job:6:12: fits[0].alpha: 0 is out of range. Write a number above 0.")]
    [InlineData(Head + "    alpha: [1]\n", "job:6:12: fits[0].alpha: a number above 0, evidence or cv is wanted here; found a list.")]
    [InlineData(Head + "    priorScale: standardised\n", "job:6:17: fits[0].priorScale: there is no choice 'standardised'. Did you mean 'standardized'? Allowed: raw, standardized.")]
    [InlineData(Head + "    predictors: \"~ x\"\n", "job:6:17: fits[0].predictors: a mapping of names to values is wanted here; found the text '~ x'. Write lines such as 'name: value' below it, indented.")]
    [InlineData(Head + "    predictions: { files: a.csv }\n", "job:6:5: fits[0].predictions: there is no key 'predictions' here. It stands at the top of the file, beside 'fits'. Allowed: name, family, candidates, response, left, right, responses, formula, trials, event, eventValue, truncation, threshold, components, levels, reference, link, predictors, offset, vcov, method, priors, alpha, priorScale, fixed, weights, quantiles, probabilities, hypotheses, priorWeights, at, bound, goodnessOfFit.")]
    // no YAML, or too much of it
    [InlineData("", "job:1:1: the file is empty. A job has at least a name and a list of fits.")]
    [InlineData("name: \"a\nfits: []\n", "job:1:7: this is not valid YAML: *")]
    [InlineData("name: a\n\tfits: []\n", "job:1:7: this is not valid YAML: * The file has tab characters: indent with spaces, and check quotes and colons near this line.")]
    [InlineData("name: *a\n", "job:1:7: this is not valid YAML: the alias '*a' refers to nothing above it. Check indentation, quotes and colons near this line.")]
    [InlineData("name: a\n---\nname: b\n", "job:2:1: this is not valid YAML: a second document begins here; a file holds one job. Check indentation, quotes and colons near this line.")]
    [InlineData("- name: a\n", "job:1:1: a mapping is wanted here; found a list. Write keys below it, indented: name, description, input, watch...")]
    public void A_problem_says_where_what_and_what_to_do(string text, string expected)
    {
        JobReading reading = JobFile.Parse(text);

        Assert.Null(reading.Definition);
        string message = Assert.Single(reading.Problems).ToString();
        int star = expected.IndexOf(": *", StringComparison.Ordinal) + 2;
        if (star < 2)
            Assert.Equal(expected, message);
        else
            Assert.True(message.StartsWith(expected[..star], StringComparison.Ordinal) && message.EndsWith(expected[(star + 1)..], StringComparison.Ordinal), message);
    }

    [Fact]
    public void All_problems_of_a_file_come_at_once_in_the_order_of_its_lines()
    {
        JobReading reading = JobFile.Parse("""
            name: Bad Name
            inptu: {}
            fits:
              - name: a
                family: 3
                response: x
              - name: a
                response: y
                weights: { column: w, kind: often }
            intervals: { level: 95 }
            """, "bad.yaml");

        Assert.Equal(
            [("name", 1L), ("inptu", 2), ("fits[0].family", 5), ("fits[1]", 7), ("fits[1].name", 7), ("fits[1].weights.kind", 9), ("intervals.level", 10)],
            reading.Problems.Select(problem => (problem.Path, problem.Line!.Value)));
        Assert.All(reading.Problems, problem => Assert.Equal("bad.yaml", problem.File));
    }

    [Fact]
    public void What_is_quoted_from_a_file_cannot_break_the_message()
    {
        string message = JobFile.Parse($"name: \"a\\n\\e[2J{new string('b', 5000)}\"\nfits: [{{name: a, family: normal, response: x}}]").Problems[0].ToString();

        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 100, 900);
    }

    [Fact]
    public void A_broken_JSON_file_is_told_as_such() =>
        Assert.StartsWith("x.json:1:", Assert.Single(JobFile.Parse("""{"name": "a", "fits": [}""", "x.json").Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_is_refused_and_does_not_exhaust_the_stack()
    {
        JobReading reading = JobFile.Parse("name: " + new string('[', 100_000));

        Assert.Contains("nested deeper than 32 levels", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem_too()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string korean = Path.Combine(folder, "cp949.yaml");
        File.WriteAllBytes(korean, [.. "name: "u8, 0xB0, 0xA1, 0x0A]);
        string large = Path.Combine(folder, "large.json");
        File.WriteAllText(large, new string(' ', 2_000_000));

        Assert.Equal("the file is not UTF-8 text.", Assert.Single(JobFile.Read(korean).Problems).Message);
        Assert.Equal("the file has 1953 kB, too much for a job file.", Assert.Single(JobFile.Read(large).Problems).Message);
        Assert.Equal("there is no such file.", Assert.Single(JobFile.Read(Path.Combine(folder, "none.yaml")).Problems).Message);
        Assert.StartsWith("the file cannot be read", Assert.Single(JobFile.Read(folder).Problems).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}

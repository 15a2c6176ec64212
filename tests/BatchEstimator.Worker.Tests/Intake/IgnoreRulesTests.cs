using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Intake;

namespace BatchEstimator.Worker.Tests.Intake;

public class IgnoreRulesTests
{
    [Theory]
    [InlineData("x.csv.part")]
    [InlineData("x.csv.TMP")]
    [InlineData("x.partial")]
    [InlineData("x.crdownload")]
    [InlineData("x.csv.filepart")]
    [InlineData("~$x.csv")]
    [InlineData(".~lock.x.csv#")]
    [InlineData(".nfs0000001")]
    [InlineData(".syncthing.x.csv.tmp")]
    [InlineData("~syncthing~x.csv.tmp")]
    [InlineData(".hidden.csv")]
    [InlineData("x.csv~")]
    [InlineData(".x.csv.swp")]
    [InlineData("x.csv.swp")]
    [InlineData("#x.csv#")]
    [InlineData("x.csv.ready")]
    [InlineData("run.json")]
    [InlineData("error.txt")]
    [InlineData("\uFFFD.csv")]
    public void Names_of_unfinished_and_foreign_files_are_left_alone(string name) => Assert.NotNull(IgnoreRules.Reason(name));

    [Theory]
    [InlineData("x.csv")]
    [InlineData("X.CSV.GZ")]
    [InlineData("report~1.csv")]
    [InlineData("part.csv")]
    [InlineData("tmp.parquet")]
    [InlineData("측정 값.csv")]
    public void Ordinary_names_are_not(string name) => Assert.Null(IgnoreRules.Reason(name));
}

public class GlobTests
{
    [Theory]
    [InlineData("*.{csv,csv.gz,parquet}", "a.csv", true)]
    [InlineData("*.{csv,csv.gz,parquet}", "a.CSV.gz", true)]
    [InlineData("*.{csv,csv.gz,parquet}", "a.csv.zip", false)]
    [InlineData("*.{csv,csv.gz,parquet}", "acsv", false)]
    [InlineData("day-??.csv", "day-07.csv", true)]
    [InlineData("day-??.csv", "day-7.csv", false)]
    [InlineData("a.b+c(1),x.csv", "a.b+c(1),x.csv", true)]
    [InlineData("a.b+c(1).csv", "aXb+c(1).csv", false)]
    [InlineData("{a,b{1,2}}.csv", "b2.csv", true)]
    [InlineData("{a,b.csv", "a", true)]
    [InlineData("*", "anything at all", true)]
    public void Patterns_mean_what_they_say(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new Glob(pattern).Matches(name));
}

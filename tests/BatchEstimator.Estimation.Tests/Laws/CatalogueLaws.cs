using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>The laws run over a table of cases; here they make sure that no family is left out of it.</summary>
public class CatalogueLaws
{
    [Fact]
    public void Every_family_of_the_catalogue_has_a_case() =>
        Assert.Empty(Catalogue.All.Select(family => family.Name).Except(FamilyCases.All.Select(entry => entry.Definition.Family)));

    [Fact]
    public void Every_case_is_of_a_family_of_the_catalogue() =>
        Assert.Empty(FamilyCases.All.Select(entry => entry.Definition.Family).Except(Catalogue.All.Select(family => family.Name)));

    [Fact]
    public void Names_of_families_are_unique_and_found() =>
        Assert.All(Catalogue.All, family => Assert.Same(family, Catalogue.Find(family.Name)));
}

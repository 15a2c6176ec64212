using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>
/// The columns of formulas as R 4.2.2 has them: colnames(model.matrix(as.formula(f), d)) without blanks, where d has numbers x, z, w, .a, b.1
/// and factors g (=a, =b, =c), h (=u, =v), k (=p, =q), so that R's names are those of this dialect.
/// </summary>
public class FormulaDialectTests
{
    private const string FromR = """
        y ~ x|(Intercept) x
        y ~ 1|(Intercept)
        y ~ 0|
        y ~ -1|
        y ~ x - 1|x
        y ~ 0 + x|x
        y ~ x + 0|x
        y ~ x + 1|(Intercept) x
        y ~ x - 0|(Intercept) x
        y ~ -1 + x|x
        y ~ 1 + x - 1|x
        y ~ 0 + x + 1|(Intercept) x
        y ~ +x|(Intercept) x
        y ~ x + z + x|(Intercept) x z
        y ~ x:x|(Intercept) x
        y ~ x*x|(Intercept) x
        y ~ z:x|(Intercept) z:x
        y ~ x + z:x|(Intercept) x x:z
        y ~ z:x + x|(Intercept) x z:x
        y ~ x*z|(Intercept) x z x:z
        y ~ x*z*w|(Intercept) x z w x:z x:w z:w x:z:w
        y ~ x*z:w|(Intercept) x z:w x:z:w
        y ~ x:z*w|(Intercept) w x:z x:z:w
        y ~ (x + z)*w|(Intercept) x z w x:w z:w
        y ~ (x + z):w|(Intercept) x:w z:w
        y ~ w:(x + z)|(Intercept) w:x w:z
        y ~ (x + z + w)^2|(Intercept) x z w x:z x:w z:w
        y ~ (x + z + w)^3|(Intercept) x z w x:z x:w z:w x:z:w
        y ~ (x*z)^2|(Intercept) x z x:z
        y ~ (x + z + w)^2 - x:z|(Intercept) x z w x:w z:w
        y ~ x*z*w - x:z:w|(Intercept) x z w x:z x:w z:w
        y ~ x*z - x|(Intercept) z x:z
        y ~ x - x|(Intercept)
        y ~ x*z - z:x|(Intercept) x z
        y ~ (x + z) - (z + w)|(Intercept) x
        y ~ x + z - z + z|(Intercept) x z
        y ~ x - (z + x)|(Intercept)
        y ~ ((x))|(Intercept) x
        y ~ (x + z)^2 + w|(Intercept) x z w x:z
        y ~ g|(Intercept) g=b g=c
        y ~ g - 1|g=a g=b g=c
        y ~ 0 + g + h|g=a g=b g=c h=v
        y ~ h + g - 1|h=u h=v g=b g=c
        y ~ g + h|(Intercept) g=b g=c h=v
        y ~ g*h|(Intercept) g=b g=c h=v g=b:h=v g=c:h=v
        y ~ g:h|(Intercept) g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v
        y ~ g + g:h|(Intercept) g=b g=c g=a:h=v g=b:h=v g=c:h=v
        y ~ h + g:h|(Intercept) h=v h=u:g=b h=v:g=b h=u:g=c h=v:g=c
        y ~ g:h - 1|g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v
        y ~ 0 + g*h|g=a g=b g=c h=v g=b:h=v g=c:h=v
        y ~ g*h - g|(Intercept) h=v g=b:h=u g=c:h=u g=b:h=v g=c:h=v
        y ~ g*h*k|(Intercept) g=b g=c h=v k=q g=b:h=v g=c:h=v g=b:k=q g=c:k=q h=v:k=q g=b:h=v:k=q g=c:h=v:k=q
        y ~ (g + h + k)^2|(Intercept) g=b g=c h=v k=q g=b:h=v g=c:h=v g=b:k=q g=c:k=q h=v:k=q
        y ~ g:h:k|(Intercept) g=a:h=u:k=p g=b:h=u:k=p g=c:h=u:k=p g=a:h=v:k=p g=b:h=v:k=p g=c:h=v:k=p g=a:h=u:k=q g=b:h=u:k=q g=c:h=u:k=q g=a:h=v:k=q g=b:h=v:k=q g=c:h=v:k=q
        y ~ g:h + g:k|(Intercept) g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v g=a:k=q g=b:k=q g=c:k=q
        y ~ g:h + h:k|(Intercept) g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v h=u:k=q h=v:k=q
        y ~ g:h + g:h:k|(Intercept) g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v g=a:h=u:k=q g=b:h=u:k=q g=c:h=u:k=q g=a:h=v:k=q g=b:h=v:k=q g=c:h=v:k=q
        y ~ k + g:h|(Intercept) k=q g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v
        y ~ g + h:k|(Intercept) g=b g=c h=u:k=p h=v:k=p h=u:k=q h=v:k=q
        y ~ g*h + k|(Intercept) g=b g=c h=v k=q g=b:h=v g=c:h=v
        y ~ g + g:h:k|(Intercept) g=b g=c g=a:h=u:k=p g=b:h=u:k=p g=c:h=u:k=p g=a:h=v:k=p g=b:h=v:k=p g=c:h=v:k=p g=a:h=u:k=q g=b:h=u:k=q g=c:h=u:k=q g=a:h=v:k=q g=b:h=v:k=q g=c:h=v:k=q
        y ~ g:h + k:g + h:k|(Intercept) g=a:h=u g=b:h=u g=c:h=u g=a:h=v g=b:h=v g=c:h=v g=a:k=q g=b:k=q g=c:k=q h=v:k=q
        y ~ h:g|(Intercept) h=u:g=a h=v:g=a h=u:g=b h=v:g=b h=u:g=c h=v:g=c
        y ~ h:g + g|(Intercept) g=b g=c h=v:g=a h=v:g=b h=v:g=c
        y ~ x + g|(Intercept) x g=b g=c
        y ~ x*g|(Intercept) x g=b g=c x:g=b x:g=c
        y ~ g*x|(Intercept) g=b g=c x g=b:x g=c:x
        y ~ x:g|(Intercept) x:g=a x:g=b x:g=c
        y ~ g:x|(Intercept) g=a:x g=b:x g=c:x
        y ~ g:x - 1|g=a:x g=b:x g=c:x
        y ~ 0 + x:g|x:g=a x:g=b x:g=c
        y ~ x + x:g|(Intercept) x x:g=b x:g=c
        y ~ g + g:x|(Intercept) g=b g=c g=a:x g=b:x g=c:x
        y ~ 0 + g + g:x|g=a g=b g=c g=a:x g=b:x g=c:x
        y ~ 0 + x + g|x g=a g=b g=c
        y ~ 0 + g*x|g=a g=b g=c x g=b:x g=c:x
        y ~ x:g:h|(Intercept) x:g=a:h=u x:g=b:h=u x:g=c:h=u x:g=a:h=v x:g=b:h=v x:g=c:h=v
        y ~ x:g + x:g:h|(Intercept) x:g=a x:g=b x:g=c x:g=a:h=v x:g=b:h=v x:g=c:h=v
        y ~ x*g*h|(Intercept) x g=b g=c h=v x:g=b x:g=c x:h=v g=b:h=v g=c:h=v x:g=b:h=v x:g=c:h=v
        y ~ (x + g)^2|(Intercept) x g=b g=c x:g=b x:g=c
        y ~ x:g + z:g|(Intercept) x:g=a x:g=b x:g=c g=a:z g=b:z g=c:z
        y ~ g + x:h|(Intercept) g=b g=c x:h=u x:h=v
        y ~ x:z:g|(Intercept) x:z:g=a x:z:g=b x:z:g=c
        y ~ x:z + g|(Intercept) g=b g=c x:z
        y ~ (x + z)*g|(Intercept) x z g=b g=c x:g=b x:g=c z:g=b z:g=c
        y ~ (x + g)*h|(Intercept) x g=b g=c h=v x:h=v g=b:h=v g=c:h=v
        y ~ g*h - h|(Intercept) g=b g=c g=a:h=v g=b:h=v g=c:h=v
        y ~ log(x)|(Intercept) log(x)
        y ~ sqrt(x) + exp(z)|(Intercept) sqrt(x) exp(z)
        y ~ I(x^2)|(Intercept) I(x^2)
        y ~ x + I(x^2) + I(x^3)|(Intercept) x I(x^2) I(x^3)
        y ~ I(x*z)|(Intercept) I(x*z)
        y ~ I(x + z)|(Intercept) I(x+z)
        y ~ I(x/z):g|(Intercept) I(x/z):g=a I(x/z):g=b I(x/z):g=c
        y ~ log(x)*g|(Intercept) log(x) g=b g=c log(x):g=b log(x):g=c
        y ~ I(-x^2)|(Intercept) I(-x^2)
        y ~ I((x - 1)^2)|(Intercept) I((x-1)^2)
        y ~ I(x - z - w)|(Intercept) I(x-z-w)
        y ~ I(x/z/w)|(Intercept) I(x/z/w)
        y ~ log(x + z)|(Intercept) log(x+z)
        y ~ log(x) + log(x)|(Intercept) log(x)
        y ~ log( x ) + log(x)|(Intercept) log(x)
        y ~ I(2*x + 1)|(Intercept) I(2*x+1)
        y ~ log(exp(x))|(Intercept) log(exp(x))
        y ~ abs(x - 5)|(Intercept) abs(x-5)
        y ~ log1p(x) + log2(x) + log10(x)|(Intercept) log1p(x) log2(x) log10(x)
        log(y + 9) ~ x|(Intercept) x
        y ~ .a + b.1|(Intercept) .a b.1
        y ~ .a:b.1|(Intercept) .a:b.1
        y~x+z-1|x z
        """;

    private static readonly Dictionary<string, string[]> Labels = new() { ["g"] = ["a", "b", "c"], ["h"] = ["u", "v"], ["k"] = ["p", "q"] };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string line in FromR.Split('\n'))
            cases.Add(line.Split('|')[0], line.Split('|')[1]);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Columns_have_the_names_and_the_order_of_R(string formula, string names) => Assert.Equal(names, string.Join(' ', NamesOf(formula)));

    private static IEnumerable<string> NamesOf(string text)
    {
        var formula = Formula.Parse(text);
        var resolved = formula.Columns.Select(column => column with { Kind = Labels.ContainsKey(column.Name) ? ColumnKind.Text : ColumnKind.Number }).ToList();
        var design = new Design(formula, resolved);
        return design.Columns([.. design.LabelColumns.Select(i => new LevelIndex(Labels[formula.Columns[i].Name]))]).Select(column => column.Name);
    }
}

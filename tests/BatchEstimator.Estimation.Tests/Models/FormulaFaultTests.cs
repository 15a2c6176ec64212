using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Models;

/// <summary>Bad formulas: each is told with its place and what would be right.</summary>
public class FormulaFaultTests
{
    [Theory]
    // sides
    [InlineData("", 1, "the formula is empty; write it like 'y ~ x + z'")]
    [InlineData("   ", 1, "the formula is empty")]
    [InlineData("~ x", 1, "the response is missing before '~'")]
    [InlineData("y", 2, "expected '~' after the response, found the end")]
    [InlineData("y + x", 6, "expected '~' after the response, found the end")]
    [InlineData("y x", 3, "expected '~' after the response, found 'x'")]
    [InlineData("y = x", 3, "expected '~' after the response, found '='")]
    [InlineData("y ~", 4, "the right side is empty; write '~ 1' where nothing predicts")]
    [InlineData("y ~  ", 6, "the right side is empty")]
    [InlineData("y ~ x ~ z", 7, "a formula has one '~'")]
    [InlineData("y ~~ x", 4, "expected a term, found '~'")]
    // the response again
    [InlineData("y ~ x + y", 5, "the response y stands on the right side too")]
    [InlineData("y ~ log(y)", 5, "the response y stands on the right side too")]
    [InlineData("y ~ x:poly(y, 2)", 5, "the response y stands on the right side too")]
    [InlineData("y ~ x + offset(y)", 5, "the response y stands on the right side too")]
    [InlineData("y ~ C(y)", 5, "the response y stands on the right side too")]
    [InlineData("log(y) ~ x + log( y )", 10, "the response log(y) stands on the right side too")]
    // brackets, quotes, signs
    [InlineData("y ~ (x + z", 11, "expected ')' to close the bracket opened at position 5, found the end")]
    [InlineData("y ~ x + z)", 10, "')' closes no bracket")]
    [InlineData("y ~ log(x", 10, "expected ')' to close log( at position 5, found the end")]
    [InlineData("y ~ I((x + 1)", 14, "expected ')' to close I( at position 5, found the end")]
    [InlineData("y ~ poly(x, 2", 14, "expected ')' to close poly( at position 5, found the end")]
    [InlineData("log(y ~ x", 7, "expected ')' to close log( at position 1, found '~'")]
    [InlineData("y ~ ()", 6, "expected a term, found ')'")]
    [InlineData("y ~ `made by", 5, "what ` opens here is not closed")]
    [InlineData("y ~ C(g, ref = \"b)", 16, "what \" opens here is not closed")]
    [InlineData("y ~ x ? z", 7, "'?' has no meaning in a formula")]
    [InlineData("y ~ x | z", 7, "'|' has no meaning in a formula")]
    [InlineData("y ~ .", 5, "'.' for all other columns is not supported; name the columns")]
    // interactions with nothing
    [InlineData("y ~ x:", 7, "expected a term, found the end")]
    [InlineData("y ~ :x", 5, "expected a term, found ':'")]
    [InlineData("y ~ x*", 7, "expected a term, found the end")]
    [InlineData("y ~ x:*z", 7, "expected a term, found '*'")]
    [InlineData("y ~ x +", 8, "expected a term, found the end")]
    [InlineData("y ~ x + + z", 9, "expected a term, found '+'")]
    [InlineData("y ~ x z", 7, "'z' is not expected here")]
    [InlineData("y ~ x:1", 7, "the number 1 cannot stand as a term; only + 1 and + 0 can, for the intercept")]
    [InlineData("y ~ 1:x", 5, "the number 1 cannot stand as a term")]
    [InlineData("y ~ 2*x", 5, "the number 2 cannot stand as a term; only + 1 and + 0 can, for the intercept. Write I(2 * x) for arithmetic")]
    [InlineData("y ~ (x - 1)*z", 10, "the intercept is put in or left out outside of brackets")]
    [InlineData("y ~ a/b", 7, "expected a number after '/' (nested factors are not supported: write a + a:b), found 'b'")]
    [InlineData("y ~ x^z", 7, "expected a number as an exponent, found 'z'")]
    [InlineData("y ~ x^2^3", 8, "'^' is not expected here; write I(...) for arithmetic with several powers")]
    [InlineData("y ~ (x + z)^2.5", 13, "the degree of crossing must be a whole number from 1 to 9")]
    // functions
    [InlineData("y ~ sin(x)", 5, "there is no function 'sin' here; known: log, log1p")]
    [InlineData("y ~ lgo(x)", 5, "there is no function 'lgo' here; did you mean log(...)?")]
    [InlineData("y ~ sqr(x)", 5, "did you mean sqrt(...)?")]
    [InlineData("y ~ Poly(x, 2)", 5, "did you mean poly(...)?")]
    [InlineData("y ~ arctangent(x)", 5, "there is no function 'arctangent' here; known: log, log1p, log2, log10, exp, sqrt, abs, I, poly, bs, ns, C, offset")]
    [InlineData("y ~ factor(g)", 5, "there is no function 'factor' here; write C(...)")]
    [InlineData("cbind(a, b) ~ x", 1, "write the successes as the response, and their trials with the key trials")]
    [InlineData("Surv(t, e) ~ x", 1, "write the time as the response, and the key event")]
    [InlineData("y ~ log(poly(x, 2))", 9, "poly(...) is a term of its own on the right side and cannot stand inside arithmetic")]
    [InlineData("poly(y, 2) ~ x", 1, "poly(...) is a term of its own")]
    [InlineData("y ~ log()", 9, "expected a column, a number or a function, found ')'")]
    [InlineData("y ~ log(x, 2)", 10, "expected ')' to close log( at position 5, found ','")]
    // settings
    [InlineData("y ~ poly(x, 0)", 13, "the degree of poly must be a whole number from 1 to 30")]
    [InlineData("y ~ poly(x, 2.5)", 13, "the degree of poly must be a whole number from 1 to 30")]
    [InlineData("y ~ poly(x, -1)", 13, "the degree of poly must be a whole number from 1 to 30")]
    [InlineData("y ~ poly(x)", 5, "poly needs a degree, as in poly(x, 3)")]
    [InlineData("y ~ poly(x, z)", 13, "the degree of poly must be a whole number from 1 to 30")]
    [InlineData("y ~ poly(x, 2, raw = FALSE)", 22, "poly has raw powers here")]
    [InlineData("y ~ bs(x, 2)", 11, "the df of bs with pieces of degree 3 must be a whole number from 3 to 100")]
    [InlineData("y ~ bs(x, 1, degree = 2)", 11, "the df of bs with pieces of degree 2 must be a whole number from 2 to 100")]
    [InlineData("y ~ bs(x, 5, degree = 0)", 23, "the degree of bs must be a whole number from 1 to 10")]
    [InlineData("y ~ ns(x, 0)", 11, "the df of ns must be a whole number from 1 to 100")]
    [InlineData("y ~ ns(x)", 5, "ns needs either df, the number of its columns, as in ns(x, 5), or its knots, as in ns(x, knots = c(1, 2))")]
    [InlineData("y ~ bs(x, df = 5, knots = c(1, 2))", 5, "bs needs either df")]
    [InlineData("y ~ ns(x, 4, degree = 2)", 14, "ns() takes df =, knots =, Boundary.knots =, found 'degree'")]
    [InlineData("y ~ bs(x, 5, degre = 2)", 14, "found 'degre'; did you mean degree?")]
    [InlineData("y ~ bs(x, 5, 2)", 14, "bs() takes df =, degree =, knots =, Boundary.knots =, found '2'")]
    [InlineData("y ~ bs(x, df = 5, df = 6)", 19, "df is there twice")]
    [InlineData("y ~ ns(x, knots = c(2, 1))", 19, "knots must be numbers that rise, at most 100, as in c(1, 2.5)")]
    [InlineData("y ~ ns(x, 3, Boundary.knots = 4)", 31, "Boundary.knots are two, as in c(0, 10)")]
    [InlineData("y ~ ns(x, knots = 5, Boundary.knots = c(0, 4))", 19, "the knots must lie between the Boundary.knots")]
    [InlineData("y ~ C(log(x))", 7, "C() takes a column, found the function 'log'")]
    [InlineData("y ~ C(2)", 7, "C() takes a column, found '2'")]
    [InlineData("y ~ C(g, \"b\")", 10, "C() takes ref =, found 'b'")]
    [InlineData("y ~ C(g, ref = )", 16, "expected a number for ref, found ')'")]
    [InlineData("y ~ C(g) + C(g, ref = b):x", 5, "C(g) is there with different references; write the same ref= each time")]
    // offsets
    [InlineData("y ~ x - offset(z)", 9, "offset(...) is added as it is: it stands between + signs, outside of brackets; write offset(-x) to subtract x")]
    [InlineData("y ~ offset(z):x", 5, "offset(...) is added as it is")]
    [InlineData("y ~ (x + offset(z))", 10, "offset(...) is added as it is")]
    [InlineData("y ~ x:offset(z)", 7, "offset(...) stands between + signs, not in products")]
    [InlineData("y ~ offset()", 12, "expected a column, a number or a function, found ')'")]
    public void A_bad_formula_is_told_with_its_place(string text, int position, string message)
    {
        string found = Assert.Throws<FormatException>(() => Formula.Parse(text)).Message;

        Assert.StartsWith($"At position {position} of '{text}': ", found, StringComparison.Ordinal);
        Assert.Contains(message, found, StringComparison.Ordinal);
    }
}

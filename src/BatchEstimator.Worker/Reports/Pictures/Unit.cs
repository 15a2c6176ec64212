namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>
/// The power of ten an axis is drawn in. Very large and very small numbers do not fit under an axis, and beyond 1e154 a squared
/// pixel scale overflows: such data are divided first, and the axis says by what.
/// </summary>
internal readonly record struct Unit(int Power)
{
    public static readonly Unit One = new(0);

    /// <summary>The unit for all of these values; those that are not finite do not count.</summary>
    public static Unit Of(params IEnumerable<double>[] values)
    {
        double largest = values.SelectMany(v => v).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest is 0 or (>= 1e-3 and < 1e6) ? One : new Unit(Math.Clamp(3 * (int)Math.Floor(Math.Log10(largest) / 3), -300, 306));
    }

    public double Of(double value) => Power == 0 ? value : value / Math.Pow(10, Power);

    public string Label(string name) => Power == 0 ? name : $"{name}{(name.Length > 0 ? " " : "")}(×10{Wording.Superscript(Power)})";
}

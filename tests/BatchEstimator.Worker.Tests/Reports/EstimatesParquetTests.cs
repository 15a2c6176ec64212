using BatchEstimator.Worker.Reports;
using Parquet;
using Parquet.Schema;

namespace BatchEstimator.Worker.Tests.Reports;

public class EstimatesParquetTests
{
    [Fact]
    public async Task The_table_comes_back_with_texts_doubles_and_nulls()
    {
        var result = SampleResults.Run([SampleFits.BernoulliMle(), SampleFits.Refused("risk", SampleResults.Group(("도시", "서울")))], "도시");
        using var stream = new MemoryStream();
        new EstimatesParquet().Write(result, stream);
        stream.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(stream);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal("job run fit 도시 family method status codes parameter estimate standard_error lower upper n log_likelihood statistic p_value", string.Join(' ', fields.Select(f => f.Name)));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(3, group.RowCount);
        var names = new string?[3];
        var cities = new string?[3];
        var estimates = new double?[3];
        await group.ReadAsync(fields[8], names.AsMemory());
        await group.ReadAsync(fields[3], cities.AsMemory());
        await group.ReadAsync<double>(fields[9], estimates.AsMemory());
        Assert.Equal<IEnumerable<string?>>(["theta", "mean negative log-likelihood (binary cross-entropy)", null], names);
        Assert.Equal<IEnumerable<string?>>([null, null, "서울"], cities);
        Assert.Equal([0.6, 0.6730116670092565, null], estimates);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Choices;

/// <summary>What a person says about a column; whatever is null is found out. In JSON, a type alone may be written as its word.</summary>
[JsonConverter(typeof(Converter))]
public sealed record ColumnChoices
{
    /// <summary>How it is read.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>What becomes of missing values.</summary>
    public MissingRule? Missing { get; init; }

    /// <summary>How dates are written.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The decimal mark of this column alone: a point or a comma.</summary>
    public string? Decimal { get; init; }

    /// <summary>What stands for a missing value in this column alone, besides what does in any.</summary>
    public IReadOnlyList<string>? AlsoMissing { get; init; }

    /// <summary>What is said here, and of the rest what another one says.</summary>
    public ColumnChoices Over(ColumnChoices? other) => other is null ? this : new()
    {
        Type = Type ?? other.Type,
        Missing = Missing ?? other.Missing,
        DateOrder = DateOrder ?? other.DateOrder,
        Decimal = Decimal ?? other.Decimal,
        AlsoMissing = AlsoMissing ?? other.AlsoMissing,
    };

    /// <summary>The options that say no more than a type.</summary>
    public static implicit operator ColumnChoices(ColumnType type) => new() { Type = type };

    private sealed class Converter : JsonConverter<ColumnChoices>
    {
        public override ColumnChoices Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return new() { Type = JsonSerializer.Deserialize<ColumnType>(ref reader, options) };
            var plain = JsonSerializer.Deserialize<Plain>(ref reader, options) ?? throw new JsonException("Expected a type or an object.");
            return new() { Type = plain.Type, Missing = plain.Missing, DateOrder = plain.DateOrder, Decimal = plain.Decimal, AlsoMissing = plain.AlsoMissing };
        }

        public override void Write(Utf8JsonWriter writer, ColumnChoices value, JsonSerializerOptions options)
            => JsonSerializer.Serialize(writer, new Plain(value.Type, value.Missing, value.DateOrder, value.Decimal, value.AlsoMissing), options);
    }

    private sealed record Plain(ColumnType? Type, MissingRule? Missing, DateOrder? DateOrder, string? Decimal, IReadOnlyList<string>? AlsoMissing);
}

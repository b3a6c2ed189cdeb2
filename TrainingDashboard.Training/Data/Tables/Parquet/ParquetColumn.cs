using System.Globalization;
using System.Text;
using global::Parquet;
using global::Parquet.Schema;

namespace TrainingDashboard.Training.Data.Tables.Parquet;

/// <summary>One column of a row group, whose values are written as a text has them.</summary>
internal abstract class ParquetColumn
{
    /// <summary>Bytes that any value but a string fits into.</summary>
    public const int MostBytes = 64;

    /// <summary>Whether a field's values can stand in a table.</summary>
    public static bool CanRead(DataField field) => !field.IsArray && field.MaxRepetitionLevel == 0 && Maker(field) is not null;

    /// <summary>Reads a column of a row group.</summary>
    public static ParquetColumn Read(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken) =>
        Maker(field)!(group, field, rows, cancellationToken);

    /// <summary>Writes a value in UTF-8; nothing for one that is missing.</summary>
    /// <returns>The bytes written, or minus the bytes needed.</returns>
    public abstract int Write(int row, Span<byte> into);

    private delegate ParquetColumn Make(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken);

    private static Make? Maker(DataField field) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Boolean => (group, f, rows, ct) => new Booleans(Values<bool>(group, f, rows, ct)),
        TypeCode.SByte => Formatted<sbyte>,
        TypeCode.Byte => Formatted<byte>,
        TypeCode.Int16 => Formatted<short>,
        TypeCode.UInt16 => Formatted<ushort>,
        TypeCode.Int32 => Formatted<int>,
        TypeCode.UInt32 => Formatted<uint>,
        TypeCode.Int64 => Formatted<long>,
        TypeCode.UInt64 => Formatted<ulong>,
        TypeCode.Single => Formatted<float>,
        TypeCode.Double => Formatted<double>,
        TypeCode.Decimal => Formatted<decimal>,
        TypeCode.DateTime => (group, f, rows, ct) => new Dates(Values<DateTime>(group, f, rows, ct)),
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string) => ReadStrings,
        _ when field.ClrType == typeof(DateOnly) => (group, f, rows, ct) => new Numbers<DateOnly>(Values<DateOnly>(group, f, rows, ct), "yyyy-MM-dd"),
        _ when field.ClrType == typeof(TimeOnly) => (group, f, rows, ct) => new Numbers<TimeOnly>(Values<TimeOnly>(group, f, rows, ct), "HH:mm:ss"),
        _ when field.ClrType == typeof(TimeSpan) => (group, f, rows, ct) => new Numbers<TimeSpan>(Values<TimeSpan>(group, f, rows, ct), "hh\\:mm\\:ss"),
        _ when field.ClrType == typeof(Guid) => (group, f, rows, ct) => new Numbers<Guid>(Values<Guid>(group, f, rows, ct), ""),
        _ => null,
    };

    private static Numbers<T> Formatted<T>(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
        where T : struct, IUtf8SpanFormattable => new(Values<T>(group, field, rows, cancellationToken), "");

    private static T?[] Values<T>(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[rows];
        if (field.IsNullable)
        {
            group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken).AsTask().GetAwaiter().GetResult();
            return values;
        }
        var present = new T[rows];
        group.ReadAsync(field, present.AsMemory(), cancellationToken: cancellationToken).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(present, value => (T?)value);
    }

    private static Strings ReadStrings(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        var values = new string?[rows];
        group.ReadAsync(field, values.AsMemory(), cancellationToken: cancellationToken).AsTask().GetAwaiter().GetResult();
        return new Strings(values);
    }

    private sealed class Numbers<T>(T?[] values, string format) : ParquetColumn
        where T : struct, IUtf8SpanFormattable
    {
        public override int Write(int row, Span<byte> into) =>
            values[row] is { } value ? value.TryFormat(into, out var written, format, CultureInfo.InvariantCulture) ? written : -MostBytes : 0;
    }

    private sealed class Booleans(bool?[] values) : ParquetColumn
    {
        public override int Write(int row, Span<byte> into)
        {
            if (values[row] is not { } value)
                return 0;
            var word = value ? "true"u8 : "false"u8;
            if (word.Length > into.Length)
                return -word.Length;
            word.CopyTo(into);
            return word.Length;
        }
    }

    private sealed class Dates(DateTime?[] values) : ParquetColumn
    {
        public override int Write(int row, Span<byte> into)
        {
            if (values[row] is not { } value)
                return 0;
            var format = value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.fff";
            return value.TryFormat(into, out var written, format, CultureInfo.InvariantCulture) ? written : -MostBytes;
        }
    }

    private sealed class Strings(string?[] values) : ParquetColumn
    {
        public override int Write(int row, Span<byte> into)
        {
            if (values[row] is not { } value)
                return 0;
            var trimmed = value.AsSpan().Trim();
            var length = Encoding.UTF8.GetByteCount(trimmed);
            return length > into.Length ? -length : Encoding.UTF8.GetBytes(trimmed, into);
        }
    }
}

using System.Text.Json.Serialization;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>What whole numbers in a column of dates count.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DateNumbers>))]
public enum DateNumbers
{
    /// <summary>20240131 is the last of January.</summary>
    [JsonStringEnumMemberName("yearMonthDay")]
    YearMonthDay,

    /// <summary>Seconds since 1 January 1970.</summary>
    [JsonStringEnumMemberName("seconds")]
    Seconds,

    /// <summary>Milliseconds since 1 January 1970.</summary>
    [JsonStringEnumMemberName("milliseconds")]
    Milliseconds,
}

/// <summary>Dates that are written as one whole number.</summary>
internal static class DateNumber
{
    // 1 January 2000 to 1 January 2040: what else counts seconds in this range by chance is rare
    private const double FirstSecond = 946_684_800;
    private const double LastSecond = 2_208_988_800;

    /// <summary>Days since 1 January 1970; NaN if the number is no such date.</summary>
    public static double Days(double number, DateNumbers what) => what switch
    {
        DateNumbers.Seconds => number / 86_400,
        DateNumbers.Milliseconds => number / 86_400_000,
        _ when IsYearMonthDay(number) => new DateOnly((int)number / 10_000, (int)number / 100 % 100, (int)number % 100).DayNumber - new DateOnly(1970, 1, 1).DayNumber,
        _ => double.NaN,
    };

    /// <summary>Whether a number is a day of 1900 to 2099, written as year, month and day.</summary>
    public static bool IsYearMonthDay(double number) =>
        number is >= 19_000_101 and <= 20_991_231 && number == Math.Floor(number) && (int)number / 100 % 100 is var month and >= 1 and <= 12
        && (int)number % 100 is var day and >= 1 && day <= DateTime.DaysInMonth((int)number / 10_000, month);

    /// <summary>What numbers from a least to a greatest one may count since 1970; null for nothing.</summary>
    public static DateNumbers? Since1970(double least, double greatest) =>
        least >= FirstSecond && greatest <= LastSecond ? DateNumbers.Seconds
        : least >= FirstSecond * 1_000 && greatest <= LastSecond * 1_000 ? DateNumbers.Milliseconds
        : null;
}

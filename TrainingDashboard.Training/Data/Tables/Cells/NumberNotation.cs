using System.Text;

namespace TrainingDashboard.Training.Data.Tables.Cells;

/// <summary>Reads numbers with signs around their digits: currencies, percent, parentheses, K and M, spaces and minuses beyond ASCII.</summary>
internal static class NumberNotation
{
    // Of whole thousands no more digits stand before K: 71053B is a code.
    private const int MostDigitsOfMagnitude = 4;

    private static readonly byte[][] s_currencies =
        [.. new[] { "US$", "R$", "$", "€", "£", "¥", "₹", "₽", "₩", "USD", "EUR", "GBP", "CHF" }.Select(Encoding.UTF8.GetBytes)];

    // What stands for something in ASCII: no-break, narrow no-break and thin space, typographic apostrophe, minus sign.
    private static readonly (byte[] Written, byte Plain)[] s_characters =
    [
        ("\u00A0"u8.ToArray(), (byte)' '), ("\u202F"u8.ToArray(), (byte)' '), ("\u2009"u8.ToArray(), (byte)' '),
        ("\u2019"u8.ToArray(), (byte)'\''), ("\u2212"u8.ToArray(), (byte)'-'),
    ];

    /// <summary>What a number may begin with that is written with currencies or characters beyond ASCII.</summary>
    public static IEnumerable<byte> FirstBytes => s_currencies.Select(sign => sign[0]).Concat(s_characters.Select(character => character.Written[0]));

    /// <summary>Reads a cell that is no plain number.</summary>
    /// <param name="cell">UTF-8, not empty, at most <see cref="NumberCell.MaxLength"/> bytes.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="value">The number; NaN unless it is finite.</param>
    public static NumberForm Read(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        value = double.NaN;
        if (Ascii.IsValid(cell))
            return ReadAscii(cell, mark, out value);
        Span<byte> copy = stackalloc byte[NumberCell.MaxLength];
        var plain = WithAscii(cell, copy, out var hasMinus);
        if (plain.Length == cell.Length || plain.IsEmpty)
            return ReadAscii(cell, mark, out value);
        var form = NumberCell.Read(plain, mark, out value);
        return form == NumberForm.Plain && hasMinus ? NumberForm.Minus : form;
    }

    private static NumberForm ReadAscii(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        value = double.NaN;
        if (cell[^1] == (byte)'%')
            return Inner(cell[..^1].TrimEnd((byte)' '), mark, NumberForm.Percent, out value);
        if (cell is [(byte)'(', _, .., (byte)')'])
            return Negative(cell[1..^1].Trim((byte)' '), mark, out value);
        var sign = cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        foreach (var currency in s_currencies)
        {
            if (cell.EndsWith(currency))
                return Inner(cell[..^currency.Length].Trim((byte)' '), mark, NumberForm.Currency, out value);
            if (!cell[sign..].StartsWith(currency))
                continue;
            var number = cell[(sign + currency.Length)..].Trim((byte)' ');
            if (number is [(byte)'(', _, .., (byte)')'] && sign == 0)
                return Negative(number[1..^1], mark, out value);
            var form = Inner(number, mark, NumberForm.Currency, out value);
            value = cell[0] == (byte)'-' ? -value : value;
            return form;
        }
        return TryMagnitude(cell, mark, out value) ? NumberForm.Magnitude : NumberForm.None;
    }

    /// <summary>What stands in parentheses: a number without a sign, perhaps with a currency.</summary>
    private static NumberForm Negative(ReadOnlySpan<byte> inner, byte mark, out double value)
    {
        value = double.NaN;
        if (inner.IsEmpty || inner[0] is (byte)'-' or (byte)'+' or (byte)'(')
            return NumberForm.None;
        var form = NumberCell.Read(inner, mark, out value);
        if (form is NumberForm.Plain or NumberForm.Grouped or NumberForm.Percent or NumberForm.Currency or NumberForm.Magnitude)
        {
            value = -value;
            return NumberForm.Parentheses;
        }
        value = double.NaN;
        return form is NumberForm.OtherMark or NumberForm.NotFinite ? form : NumberForm.None;
    }

    private static NumberForm Inner(ReadOnlySpan<byte> number, byte mark, NumberForm form, out double value)
    {
        value = double.NaN;
        if (number.IsEmpty)
            return NumberForm.None;
        if (NumberCell.TryPlain(number, mark, out value) || NumberCell.TryGrouped(number, mark, out value))
        {
            if (Math.Abs(value) <= NumberCell.MaxMagnitude)
                return form;
            value = double.NaN;
            return NumberForm.NotFinite;
        }
        if (form == NumberForm.Currency && TryMagnitude(number, mark, out value))
            return NumberForm.Magnitude;
        value = double.NaN;
        return NumberCell.IsOtherMark(number, mark) ? NumberForm.OtherMark : NumberForm.None;
    }

    private static bool TryMagnitude(ReadOnlySpan<byte> cell, byte mark, out double value)
    {
        value = double.NaN;
        var exponent = cell[^1] switch { (byte)'K' or (byte)'k' => (byte)'3', (byte)'M' => (byte)'6', (byte)'B' => (byte)'9', _ => (byte)0 };
        if (exponent == 0)
            return false;
        var number = cell[..^1];
        var digits = number.TrimStart("+-"u8).IndexOf(mark) is var at and >= 0 ? at : number.TrimStart("+-"u8).Length;
        if (number.IsEmpty || digits > MostDigitsOfMagnitude || number.ContainsAny((byte)'e', (byte)'E') || !NumberCell.TryPlain(number, mark, out _))
            return false;
        // the power of ten goes into the text, so that 1.1M is exactly 1100000
        Span<byte> whole = stackalloc byte[NumberCell.MaxLength + 2];
        number.CopyTo(whole);
        (whole[number.Length], whole[number.Length + 1]) = ((byte)'e', exponent);
        return NumberCell.TryPlain(whole[..(number.Length + 2)], mark, out value);
    }

    private static ReadOnlySpan<byte> WithAscii(ReadOnlySpan<byte> cell, Span<byte> into, out bool hasMinus)
    {
        (var length, hasMinus) = (0, false);
        for (var at = 0; at < cell.Length;)
        {
            var (skipped, plain) = (1, cell[at]);
            foreach (var (written, ascii) in s_characters)
            {
                if (cell[at] < 0x80 || !cell[at..].StartsWith(written))
                    continue;
                (skipped, plain) = (written.Length, ascii);
                hasMinus |= ascii == (byte)'-';
            }
            into[length++] = plain;
            at += skipped;
        }
        return into[..length].Trim((byte)' ');
    }
}

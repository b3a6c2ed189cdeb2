using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What stands after the digits of a column's cells: units, and K, M and B.</summary>
internal sealed class SuffixStatistics
{
    private byte[]? _unit;
    private bool _areSeveral;
    private byte _magnitude;
    private bool _isMagnitudeSure;

    /// <summary>The unit of all cells that have one; null if there are several, or none.</summary>
    public string? Unit => _unit is null || _areSeveral ? null : System.Text.Encoding.UTF8.GetString(_unit);

    /// <summary>Whether K, M and B stand for thousands and so on and are no part of codes such as 12B: one has a fraction or a currency, or there are two of them.</summary>
    public bool AreMagnitudes => _isMagnitudeSure;

    public void AddUnit(ReadOnlySpan<byte> cell)
    {
        if (_areSeveral)
            return;
        var unit = UnitCell.Of(cell);
        if (_unit is null)
            _unit = unit.ToArray();
        else
            _areSeveral = !unit.SequenceEqual(_unit);
    }

    public void AddMagnitude(ReadOnlySpan<byte> cell)
    {
        if (_isMagnitudeSure)
            return;
        var magnitude = (byte)(cell[^1] & ~0x20);
        _isMagnitudeSure = (_magnitude != 0 && _magnitude != magnitude) || cell.IndexOfAny((byte)'.', (byte)',') >= 0 || cell[0] is not ((byte)'-' or (byte)'+' or >= (byte)'0' and <= (byte)'9');
        _magnitude = magnitude;
    }
}

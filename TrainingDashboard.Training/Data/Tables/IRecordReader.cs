namespace TrainingDashboard.Training.Data.Tables;

/// <summary>Reads a table's records one after another, each as cells of text, whatever the file's format.</summary>
internal interface IRecordReader : IDisposable
{
    /// <summary>Where the record began: a line of a text, a row of a binary file, from 1.</summary>
    int RecordLine { get; }

    /// <summary>Line or row reached.</summary>
    int Line { get; }

    /// <summary>Cells of the record.</summary>
    int Count { get; }

    /// <summary>A cell in UTF-8, without white space around it unless it was quoted; until the next record.</summary>
    ReadOnlySpan<byte> Bytes(int index);

    /// <summary>The line on which a cell began.</summary>
    int LineOf(int index);

    /// <summary>Reads the next record; false at the end.</summary>
    /// <exception cref="DatasetFormatException">The file is broken; says where.</exception>
    bool Read();

    /// <summary>A refusal at a cell of this record, from 0, which may be one that is not there.</summary>
    DatasetFormatException Fault(int index, string reason);
}

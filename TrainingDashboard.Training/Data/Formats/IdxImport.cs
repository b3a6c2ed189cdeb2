using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Images.Idx;
using TrainingDashboard.Training.Data.Images.Pictures;

namespace TrainingDashboard.Training.Data.Formats;

/// <summary>Brings the images of IDX files to another size, or to shades of grey.</summary>
internal static class IdxImport
{
    /// <summary>Writes them anew.</summary>
    /// <param name="files">The pair, and perhaps another one for testing.</param>
    /// <param name="choices">Size and colour.</param>
    /// <param name="folder">Where the files are made: <see cref="PictureFiles"/>.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Jobs.InvalidInputException">The images have neither one channel nor three.</exception>
    public static ImportedPictures Run(FileSet files, DatasetChoices choices, string folder, DatasetLimits limits, CancellationToken cancellationToken)
    {
        var images = (Images.ImageDataset)DatasetFormats.Idx.Load(files, new DatasetReading(), limits, cancellationToken);
        var from = images.Shape;
        if (from.Channels is not (1 or 3))
            throw new Jobs.InvalidInputException(choices.Width is null ? "grey" : "width", $"Expected nothing: images of {from.Channels} channels are taken as they are.");
        var shape = new SampleShape(choices.Grey == true || from.Channels == 1 ? 1 : 3, choices.Height ?? from.Height, choices.Width ?? from.Width);
        if ((long)images.Count * shape.Size > limits.MaxPreparedValues)
            throw new Jobs.InvalidInputException("width", $"Expected a smaller size: {images.Count:N0} images may have {limits.MaxPreparedValues:N0} values in all.");
        var isTest = images.TestRows.ToHashSet();
        using var written = new PictureFiles(folder, shape);
        for (var i = 0; i < images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            written.Add(PictureDecoder.Convert(images.Image(i), from, shape), images.Labels[i], isTest.Contains(i));
        }
        written.Complete();
        return new ImportedPictures(shape, images.ClassNames, written.HasTest, []);
    }
}

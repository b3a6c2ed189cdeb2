using Microsoft.AspNetCore.Mvc;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Tables;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Takes in datasets as they arrive: no file is held in memory or written anywhere but where it stays.</summary>
internal static class DatasetUploadApi
{
    private const int Overhead = 64 * 1024;

    public static void MapDatasetUploadApi(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<DatasetsOptions>().Limits;
        api.MapPost("/datasets", UploadAsync)
            .Described(
                "Upload a dataset",
                "A form of 'title', perhaps 'target' (the column to predict, by name or number from 1), and then the files: "
                + "'table', 'text', or 'images' followed by 'labels'. A file that is broken is refused with its line and column, or byte, and nothing of it is kept.")
            .TakesForm<DatasetUploadForm>("""{"title":"My numbers","target":"kind","table":"a,b,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n8,9,y\n9,1,x\n10,2,y\n"}""")
            .WithMetadata(new RequestSizeLimitAttribute((2 * limits.MaxFileBytes) + Overhead))
            .Produces<DatasetInfo>(StatusCodes.Status201Created)
            .Faults(400, 413, 415, 422);
    }

    private static async Task<IResult> UploadAsync(HttpRequest request, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var form = new UploadForm(request);
        var first = await form.ReadToFileAsync(cancellationToken);
        if (first.Name != "table" && form.Target is not null)
            throw new InvalidInputException("target", "A target is for tables: images have labels, and of a text the next character is learnt.");
        var info = first.Name switch
        {
            "table" => await datasets.RegisterTableAsync(form.Title, Upload(first, form.LastFile(first)), new TableOptions { Target = form.Target }, cancellationToken),
            "text" => await datasets.RegisterTextAsync(form.Title, Upload(first, form.LastFile(first)), cancellationToken),
            _ => await RegisterImagesAsync(form, first, datasets, cancellationToken),
        };
        return Results.Created($"/api/datasets/{info.Name}", info);
    }

    private static async Task<DatasetInfo> RegisterImagesAsync(UploadForm form, UploadPart images, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        if (images.Name != "images")
            throw new InvalidInputException(images.Name, "Expected 'images' before 'labels'.");
        // The catalog reads one file to its end before it asks for the next, and so can the form.
        var labels = new UploadPartStream(async ct =>
        {
            var part = await form.ReadToFileAsync(ct);
            return part.Name == "labels" ? form.LastFile(part) : throw new InvalidInputException(part.Name, "Expected 'labels' after 'images'.");
        });
        return await datasets.RegisterImagesAsync(form.Title, Upload(images, UploadForm.File(images)), new DatasetUpload("labels", labels), cancellationToken);
    }

    private static DatasetUpload Upload(UploadPart part, Stream content) => new(part.FileName, content);
}

/// <summary>A form that brings a dataset.</summary>
/// <param name="Title">What people call it; its name is made from it.</param>
/// <param name="Target">The column of a table to predict: its name, or its number from 1; the last by default.</param>
/// <param name="Table">Delimited text.</param>
/// <param name="Text">Text in UTF-8, to learn from each character which one follows.</param>
/// <param name="Images">IDX images, plain or gzip.</param>
/// <param name="Labels">IDX labels, plain or gzip.</param>
internal sealed record DatasetUploadForm(string Title, string? Target, IFormFile? Table, IFormFile? Text, IFormFile? Images, IFormFile? Labels);

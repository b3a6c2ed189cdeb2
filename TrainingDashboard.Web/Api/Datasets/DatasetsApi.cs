using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>Datasets: list, look into, remove. Names of clients are looked up, never made into paths.</summary>
internal static class DatasetsApi
{
    public static void MapDatasetsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/datasets", (DatasetCatalog datasets) => Results.Ok(datasets.List()))
            .Described("List datasets")
            .Produces<IReadOnlyList<DatasetInfo>>()
            .Faults(400);
        api.MapGet("/datasets/files", (DatasetCatalog datasets) => Results.Ok(datasets.Browse()))
            .Described("List what could be registered", "Tables, texts, pairs of images and labels, pictures in folders of their classes and archives of these in the server's data directory; none where the server has no such directory.")
            .Produces<IReadOnlyList<BrowseEntry>>()
            .Faults(400);
        api.MapGet("/datasets/{name}", (string name, DatasetCatalog datasets) => Results.Ok(Find(datasets, name)))
            .Described("Look at a dataset")
            .Produces<DatasetInfo>()
            .Faults(400, 404);
        api.MapGet("/datasets/{name}/preview", PreviewAsync)
            .Described("Look into a dataset", "First rows or some images, class counts, and what each column holds.")
            .Produces<DatasetPreview>()
            .Faults(400, 404, 409);
        api.MapDelete("/datasets/{name}", RemoveAsync)
            .Described("Remove a dataset", "A registered one's files stay where they are; generated ones cannot be removed.")
            .Produces(StatusCodes.Status204NoContent)
            .Faults(400, 404, 409);
    }

    private static DatasetInfo Find(DatasetCatalog datasets, string name)
        => datasets.Find(name) ?? throw new NotFoundException($"There is no dataset '{Shown.Cut(name)}'.");

    private static async Task<IResult> PreviewAsync(string name, DatasetCatalog datasets, CancellationToken cancellationToken)
        => Results.Ok(await datasets.PreviewAsync(Find(datasets, name).Name, cancellationToken));

    private static async Task<IResult> RemoveAsync(string name, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var found = Find(datasets, name);
        if (found.Origin == DatasetOrigin.Generated)
        {
            return Results.Problem(
                title: "Refused",
                detail: $"'{found.Name}' is made by the program and cannot be removed.",
                statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            await datasets.RemoveAsync(found.Name, cancellationToken);
        }
        catch (InvalidInputException e)
        {
            // Somebody else removed it since it was found.
            throw new NotFoundException(e.Errors[0].Message);
        }

        return Results.NoContent();
    }
}

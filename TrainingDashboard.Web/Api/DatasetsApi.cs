using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Datasets: list, look into, register where they lie, remove. Names of clients are looked up, never made into paths.</summary>
internal static class DatasetsApi
{
    private const int MaximumTitleLength = 200;
    private const int MaximumPathLength = 1_000;
    private const int MaximumKindLength = 20;

    public static void MapDatasetsApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/datasets", (DatasetCatalog datasets) => Results.Ok(datasets.List()))
            .Described("List datasets")
            .Produces<IReadOnlyList<DatasetInfo>>()
            .Faults(400);
        api.MapGet("/datasets/files", (DatasetCatalog datasets) => Results.Ok(datasets.Browse()))
            .Described("List what could be registered", "Tables, texts and pairs of images and labels in the server's data directory; none where the server has no such directory.")
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
        api.MapPost("/datasets/register", RegisterAsync)
            .Described("Register files of the data directory", "They stay where they are. 'path' is one that /api/datasets/files lists; 'kind', table or text, says what a single file is where its name does not.")
            .TakesJson<RegisterRequest>("""{"title":"My flowers","path":"flowers.csv"}""", required: true)
            .Produces<DatasetInfo>(StatusCodes.Status201Created)
            .Faults(400, 413, 415, 422);
        api.MapDelete("/datasets/{name}", RemoveAsync)
            .Described("Remove a dataset", "A registered one's files stay where they are; generated ones cannot be removed.")
            .Produces(StatusCodes.Status204NoContent)
            .Faults(400, 404, 409);
    }

    private static DatasetInfo Find(DatasetCatalog datasets, string name)
        => datasets.Find(name) ?? throw new NotFoundException($"There is no dataset '{Shown.Cut(name)}'.");

    private static async Task<IResult> PreviewAsync(string name, DatasetCatalog datasets, CancellationToken cancellationToken)
        => Results.Ok(await datasets.PreviewAsync(Find(datasets, name).Name, cancellationToken));

    private static async Task<IResult> RegisterAsync(HttpRequest request, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var fields = TextFieldsJson.Read(
            await JsonBody.ReadJsonOnlyAsync(request, cancellationToken),
            new TextField("title", MaximumTitleLength, Required: true),
            new TextField("path", MaximumPathLength, Required: true),
            new TextField("kind", MaximumKindLength, Required: false));
        DatasetKind? kind = fields.GetValueOrDefault("kind") switch
        {
            null => null,
            "table" => DatasetKind.Table,
            "text" => DatasetKind.Text,
            var other => throw new InvalidInputException("kind", $"Expected table or text, got '{Shown.Cut(other)}'."),
        };
        var info = await datasets.RegisterPathAsync(fields["title"], fields["path"], options: null, kind, cancellationToken);
        return Results.Created($"/api/datasets/{info.Name}", info);
    }

    private static async Task<IResult> RemoveAsync(string name, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        if (Find(datasets, name).Origin == DatasetOrigin.Generated)
        {
            return Results.Problem(
                title: "Refused",
                detail: $"'{name}' is made by the program and cannot be removed.",
                statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            await datasets.RemoveAsync(name, cancellationToken);
        }
        catch (InvalidInputException e)
        {
            // Somebody else removed it since it was found.
            throw new NotFoundException(e.Errors[0].Message);
        }

        return Results.NoContent();
    }
}

/// <summary>Files to register as clients name them.</summary>
/// <param name="Title">What people call it; its name is made from it.</param>
/// <param name="Path">As /api/datasets/files gives it.</param>
/// <param name="Kind">table or text; by default what the file's name says.</param>
internal sealed record RegisterRequest(string Title, string Path, string? Kind);

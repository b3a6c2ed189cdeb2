using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Data.Choices;
using TrainingDashboard.Training.Data.Formats;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api.Datasets;

/// <summary>
/// Takes in datasets: at once, or in two steps, where what the files hold is looked at before they become a dataset. No file is held in
/// memory or written anywhere but where it stays.
/// </summary>
internal static class DatasetIntakeApi
{
    private const int Overhead = 1024 * 1024;
    private const int MostFilesAtOnce = 4;
    private const int MaximumTitleLength = 200;
    private const int MaximumPathLength = 1_000;
    private const string FormExample = """{"title":"My numbers","target":"kind","table":"a,b,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n5,6,x\n6,7,y\n7,8,x\n8,9,y\n9,1,x\n10,2,y\n"}""";

    public static void MapDatasetIntakeApi(this IEndpointRouteBuilder api)
    {
        var size = new RequestSizeLimitAttribute((MostFilesAtOnce * api.ServiceProvider.GetRequiredService<DatasetsOptions>().Limits.MaxFileBytes) + Overhead);
        api.MapPost("/datasets", AddAsync)
            .Described(
                "Add a dataset",
                "A form of files and what is said of them: 'title', and any of the choices as fields of their own ('columns.NAME' for a column). Files are 'table', "
                + "'text', 'images' and 'labels', 'test' and 'testLabels' for what is kept for testing, or 'file' for any of these and for archives of pictures. Or, as JSON, "
                + "an 'upload' with 'title' and 'choices'. A file that is broken is refused with its line and column, or byte, and what could be chosen; nothing of it is kept.")
            .TakesForm<DatasetForm>(FormExample)
            .WithMetadata(size)
            .Produces<DatasetInfo>(StatusCodes.Status201Created)
            .Faults(400, 404, 413, 415, 422, 429, 503);
        api.MapPost("/datasets/profile", ProfileAsync)
            .Described("Look into files without keeping them", "The same form, or 'path', 'test' and 'choices' as JSON for what lies in the data directory.")
            .TakesForm<DatasetForm>(FormExample)
            .WithMetadata(size)
            .Produces<DatasetProfile>()
            .Faults(400, 413, 415, 422, 429, 503);
        api.MapPost("/datasets/register", RegisterAsync)
            .Described(
                "Register files of the data directory",
                "They stay where they are; pictures are copied. 'path' is one that /api/datasets/files lists, 'test' another one whose samples are kept for testing, "
                + "'choices' what is said of them.")
            .TakesJson<RegisterRequest>("""{"title":"My flowers","path":"flowers.csv","choices":{"target":"kind","columns":{"b":"ignored"}}}""", required: true)
            .Produces<DatasetInfo>(StatusCodes.Status201Created)
            .Faults(400, 413, 415, 422, 503);
        api.MapPost("/uploads", UploadAsync)
            .Described("Upload files to look into", "They are kept for an hour. The answer has an id and what the files hold.")
            .TakesForm<DatasetForm>(FormExample)
            .WithMetadata(size)
            .Produces<UploadAnswer>(StatusCodes.Status201Created)
            .Faults(400, 413, 415, 422, 429, 503);
        api.MapPost("/uploads/{id}/profile", ProfileUploadAsync)
            .Described("Look into an upload", "What its files hold if they are read as the choices say.")
            .TakesJson<DatasetChoices>("""{"delimiter":"semicolon","decimal":",","columns":{"Id":"ignored"}}""", required: false)
            .Produces<DatasetProfile>()
            .Faults(400, 404, 413, 415, 422, 503);
        api.MapDelete("/uploads/{id}", async (string id, DatasetDrafts drafts) => await drafts.RemoveAsync(id)
                ? Results.NoContent()
                : throw new NotFoundException($"There is no upload '{Shown.Cut(id)}'."))
            .Described("Throw an upload away")
            .Produces(StatusCodes.Status204NoContent)
            .Faults(400, 404);
    }

    private static async Task<IResult> AddAsync(HttpRequest request, DatasetCatalog datasets, DatasetDrafts drafts, CancellationToken cancellationToken)
    {
        if (request.HasJsonContentType())
            return await AddUploadAsync(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken), datasets, drafts, cancellationToken);
        using var draft = drafts.Begin();
        var form = await UploadForm.ReceiveAsync(request, draft, cancellationToken);
        return Created(await datasets.AddAsync(draft, form.Title, form.Choices, cancellationToken));
    }

    private static async Task<IResult> AddUploadAsync(JsonElement body, DatasetCatalog datasets, DatasetDrafts drafts, CancellationToken cancellationToken)
    {
        var fields = JsonFields.Of(body, "", "upload", "title", "choices");
        var (upload, title) = (fields.Text("upload"), fields.Text("title"));
        CheckTitle(fields, title);
        if (upload is null)
            fields.Missing("upload", "the id of an upload");
        fields.ThrowFaults();
        var choices = DatasetChoicesJson.Read(fields.Find("choices"));
        var info = await drafts.UseAsync(upload!, draft => datasets.AddAsync(draft, title!, choices, cancellationToken), cancellationToken);
        await drafts.RemoveAsync(upload!);
        return Created(info);
    }

    private static async Task<IResult> ProfileAsync(HttpRequest request, DatasetCatalog datasets, DatasetDrafts drafts, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            using var draft = drafts.Begin();
            var form = await UploadForm.ReceiveAsync(request, draft, cancellationToken);
            return Results.Ok(await draft.ExamineAsync(form.Choices, cancellationToken));
        }
        var (_, path, test, choices) = ReadRegister(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken), needsTitle: false);
        using var registered = await Task.Run(() => datasets.Register(path, test), cancellationToken);
        return Results.Ok(await registered.ExamineAsync(choices, cancellationToken));
    }

    private static async Task<IResult> RegisterAsync(HttpRequest request, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var (title, path, test, choices) = ReadRegister(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken), needsTitle: true);
        using var draft = await Task.Run(() => datasets.Register(path, test), cancellationToken);
        return Created(await datasets.AddAsync(draft, title!, choices, cancellationToken));
    }

    private static async Task<IResult> UploadAsync(HttpRequest request, DatasetDrafts drafts, CancellationToken cancellationToken)
    {
        var draft = drafts.Begin();
        try
        {
            var form = await UploadForm.ReceiveAsync(request, draft, cancellationToken);
            var answer = new UploadAnswer(
                drafts.Keep(draft, draft.Files[0].Title, form.Choices),
                [.. draft.Files.Select(file => new UploadedFile(file.Title, file.Bytes))],
                form.Choices);
            return Results.Created($"/api/uploads/{answer.Id}", answer);
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    private static async Task<IResult> ProfileUploadAsync(string id, HttpRequest request, DatasetDrafts drafts, CancellationToken cancellationToken)
    {
        var choices = DatasetChoicesJson.Read(await JsonBody.ReadJsonOnlyAsync(request, cancellationToken));
        return Results.Ok(await drafts.UseAsync(id, draft => draft.ExamineAsync(choices, cancellationToken), cancellationToken));
    }

    private static (string? Title, string Path, string? Test, DatasetChoices Choices) ReadRegister(JsonElement body, bool needsTitle)
    {
        var fields = needsTitle ? JsonFields.Of(body, "", "title", "path", "test", "kind", "choices") : JsonFields.Of(body, "", "path", "test", "choices");
        var (title, path, test) = (fields.Text("title"), fields.Text("path"), fields.Text("test"));
        if (needsTitle)
            CheckTitle(fields, title);
        if (path is null)
            fields.Missing("path", "a path that /api/datasets/files lists");
        foreach (var (name, text) in new[] { ("path", path), ("test", test) })
        {
            if (text?.Length > MaximumPathLength)
                fields.Fault(name, $"Expected at most {MaximumPathLength} characters, got {text.Length}.");
        }
        fields.ThrowFaults();
        var choices = DatasetChoicesJson.Read(fields.Find("choices"));
        if (fields.Text("kind") is { } kind)
        {
            var reader = new ChoiceReader();
            reader.Set("kind", kind);
            choices = choices with { Kind = choices.Kind ?? reader.Finish().Kind };
        }
        return (title, path!, test, choices);
    }

    private static void CheckTitle(JsonFields fields, string? title)
    {
        if (title is null)
            fields.Missing("title", "a text");
        else if (title.Length > MaximumTitleLength)
            fields.Fault("title", $"Expected at most {MaximumTitleLength} characters, got {title.Length}.");
    }

    private static IResult Created(DatasetInfo info) => Results.Created($"/api/datasets/{info.Name}", info);
}

/// <summary>Files to register as clients name them.</summary>
/// <param name="Title">What people call it; its name is made from it.</param>
/// <param name="Path">As /api/datasets/files gives it.</param>
/// <param name="Test">The same for what is kept for testing.</param>
/// <param name="Kind">table, text or images; by default what the file's name says.</param>
/// <param name="Choices">What is said of the files.</param>
internal sealed record RegisterRequest(string Title, string Path, string? Test, string? Kind, DatasetChoices? Choices);

/// <summary>A form that brings a dataset. Any of the choices may be a field beside these, a column's as <c>columns.NAME</c>.</summary>
/// <param name="Title">What people call it; its name is made from it.</param>
/// <param name="Target">The column of a table to predict: its name, or its number from 1.</param>
/// <param name="Table">Delimited text, or a Parquet table; gzip, too.</param>
/// <param name="Text">A text, to learn from each character which one follows.</param>
/// <param name="Images">IDX images, plain or gzip.</param>
/// <param name="Labels">IDX labels, plain or gzip.</param>
/// <param name="Test">The same as the table or the images, kept for testing.</param>
/// <param name="TestLabels">The labels of images for testing.</param>
/// <param name="File">Any of these by what is in it, or a ZIP or TAR archive of pictures in folders of their classes.</param>
internal sealed record DatasetForm(
    string Title, string? Target, IFormFile? Table, IFormFile? Text, IFormFile? Images, IFormFile? Labels, IFormFile? Test, IFormFile? TestLabels, IFormFile? File);

/// <summary>An upload that waits to become a dataset.</summary>
/// <param name="Id">What it is asked for by.</param>
/// <param name="Files">What was received.</param>
/// <param name="Choices">What was said of the files.</param>
internal sealed record UploadAnswer(string Id, IReadOnlyList<UploadedFile> Files, DatasetChoices Choices);

/// <summary>A file that was received.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record UploadedFile(string Name, long Bytes);

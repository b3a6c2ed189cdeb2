using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api.Description;

/// <summary>The OpenAPI document, made from what the routes say of themselves.</summary>
internal static class ApiDocument
{
    private const string Version = "v1";

    public static void AddApiDocument(this IServiceCollection services)
        => services.AddOpenApi(Version, document =>
        {
            document.AddDocumentTransformer(static (described, _, _) =>
            {
                described.Info = new OpenApiInfo
                {
                    Title = "Training Dashboard",
                    Version = "1",
                    Description = "Starts training jobs, follows them and steers them. NaN and infinities are the strings \"NaN\", \"Infinity\" and \"-Infinity\". "
                        + "Faults are problem details (RFC 9457) that name the field. Live streams: the SignalR hub at /hubs/training.",
                };
                return Task.CompletedTask;
            });
            document.AddSchemaTransformer(static (schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(JobId))
                    (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^[0-9a-hjkmnp-tv-z]{16}$");
                return Task.CompletedTask;
            });
            document.AddOperationTransformer(Describe);
        });

    /// <summary>Serves it at <c>/openapi/v1.json</c>.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi();

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = context.Description.RelativePath ?? "";
        operation.Tags = null;
        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(p => p.All))
            (operation.Parameters ??= []).Add(ParameterSchemas.Of(parameter));
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            (parameter.Description, parameter.Example) = parameter.Name switch
            {
                "name" when path.Contains("/series/", StringComparison.Ordinal) => ("The series' name, such as val/loss.", "loss"),
                "name" => ("The dataset's name.", "spirals"),
                "id" when path.Contains("uploads", StringComparison.Ordinal) => ("The upload's id.", "0f8fad5bd9cb469fa16570867728950e"),
                _ => ("The job's id.", "01k5w3v9h2abcdef"),
            };
        }

        if (metadata.OfType<TakenKey>().SingleOrDefault() is { Does: { } does })
            (operation.Parameters ??= []).Add(KeyParameter(does));
        if (metadata.OfType<RequestBody>().SingleOrDefault() is { } body)
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Schema, null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = body.Required,
                Content = body.MediaTypes.ToDictionary(
                    type => type, _ => new OpenApiMediaType { Schema = schema, Example = body.Example.DeepClone() }),
            };
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response.Content?.TryGetValue("application/problem+json", out var media) == true && media is OpenApiMediaType problem)
                problem.Example = ProblemExample(status, path);
        }
    }

    private static OpenApiParameter KeyParameter(string does) => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Description = does,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyKey.MaximumLength, Pattern = "^[0-9A-Za-z_.:-]+$" },
        Example = "8e03978e-40d5-43dd-bc93-6894a57f9324",
    };

    private static JsonObject ProblemExample(string status, string path)
    {
        var (title, detail) = status switch
        {
            "400" => ("The request has faults", "limit: Expected a whole number from 1 to 1000, got '0'."),
            "404" => ("Not found", path.Contains("datasets", StringComparison.Ordinal) ? "There is no dataset 'flowers'." : "There is no job 01k5w3v9h2abcdef."),
            "409" => ("Refused", "The job is already paused."),
            "413" => ("Bad request", "The body is longer than 262144 bytes."),
            "415" => ("Bad request", "Expected a body of the type application/json."),
            "429" => ("Bad request", "16 uploads wait to become datasets already. Add them or remove them, and try again."),
            "422" when path.EndsWith("/jobs", StringComparison.Ordinal) || path.EndsWith("/start", StringComparison.Ordinal) || path.EndsWith("/fork", StringComparison.Ordinal)
                => ("The key was used before", new IdempotencyKeyUsedException(null).Message),
            "422" => ("The file is broken", "flowers.csv, line 3, column 2: Expected a number, got 'two'."),
            _ => ("Refused", "The request cannot be answered."),
        };
        var problem = new JsonObject { ["title"] = title, ["status"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), ["detail"] = detail };
        if (status == "400")
            problem["errors"] = new JsonObject { ["limit"] = new JsonArray("Expected a whole number from 1 to 1000, got '0'.") };
        if (title == "The file is broken")
            (problem["file"], problem["line"], problem["column"], problem["byte"]) = ("flowers.csv", 3, 2, null);
        return problem;
    }
}

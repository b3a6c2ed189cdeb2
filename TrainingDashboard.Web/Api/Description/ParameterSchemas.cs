using System.Globalization;
using Microsoft.OpenApi;

namespace TrainingDashboard.Web.Api.Description;

/// <summary>Query parameters as the OpenAPI document has them.</summary>
internal static class ParameterSchemas
{
    public static OpenApiParameter Of(QueryParameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Text,
        Schema = parameter switch
        {
            WholeParameter whole => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                Minimum = whole.Minimum.ToString(CultureInfo.InvariantCulture),
                Maximum = whole.Maximum.ToString(CultureInfo.InvariantCulture),
                Default = whole.Default,
            },
            ChoiceParameter choice => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. choice.Choices] },
            TextParameter text => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = text.MaximumLength },
            _ => throw new NotSupportedException(parameter.GetType().Name),
        },
        Example = parameter switch
        {
            WholeParameter whole => whole.Example,
            ChoiceParameter choice => choice.Choices[0],
            TextParameter text => text.Example,
            _ => null,
        },
    };
}

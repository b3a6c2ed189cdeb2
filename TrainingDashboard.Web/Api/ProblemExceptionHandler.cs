using Microsoft.AspNetCore.Diagnostics;
using TrainingDashboard.Training.Care;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Feed;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Turns what a client did wrong into problem details (RFC 9457).</summary>
internal sealed class ProblemExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            InvalidInputException e => Results.ValidationProblem(
                e.Errors.GroupBy(error => error.Field).ToDictionary(g => g.Key, g => g.Select(error => error.Message).ToArray()),
                title: "The request has faults",
                detail: e.Message,
                extensions: e.More > 0 ? new Dictionary<string, object?> { ["more"] = e.More } : null),
            JobNotFoundException e => Results.Problem(title: "Not found", detail: e.Message, statusCode: StatusCodes.Status404NotFound),
            CheckpointNotFoundException e => Results.Problem(title: "Not found", detail: e.Message, statusCode: StatusCodes.Status404NotFound),
            CheckpointRefusedException e => Results.Problem(title: "Refused", detail: e.Message, statusCode: StatusCodes.Status409Conflict),
            DataRefusedException e => Results.Problem(title: "Refused", detail: e.Message, statusCode: StatusCodes.Status409Conflict),
            JobNotEndedException e => Results.Problem(title: "Refused", detail: e.Message, statusCode: StatusCodes.Status409Conflict),
            IdempotencyKeyUsedException e => Results.Problem(
                title: "The key was used before",
                detail: e.Message,
                statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["job"] = e.Job?.Id }),
            EventsGoneException e => Results.Problem(
                title: "Gone",
                detail: e.Message,
                statusCode: StatusCodes.Status410Gone,
                extensions: new Dictionary<string, object?> { ["oldest"] = e.Oldest }),
            NotFoundException e => Results.Problem(title: "Not found", detail: e.Message, statusCode: StatusCodes.Status404NotFound),
            DatasetFormatException e => Results.Problem(
                title: "The file is broken",
                detail: e.Message,
                statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["file"] = e.FileName, ["line"] = e.Line, ["column"] = e.Column, ["byte"] = e.ByteOffset, ["offers"] = e.Offers.Count > 0 ? e.Offers : null }),
            DatasetUnavailableException e => Results.Problem(title: "The dataset is not there", detail: e.Message, statusCode: StatusCodes.Status409Conflict),
            DamagedJobException e => Results.Problem(title: "Damaged", detail: e.Message, statusCode: StatusCodes.Status409Conflict),
            InvalidDataException or Microsoft.Data.Sqlite.SqliteException when StorageCare.IsDamage(exception) => Results.Problem(
                title: "The storage is damaged", detail: StorageCare.Sentence(exception), statusCode: StatusCodes.Status503ServiceUnavailable),
            WorkLineFullException e => Results.Problem(title: "Too much waits", detail: e.Message, statusCode: StatusCodes.Status503ServiceUnavailable),
            BadHttpRequestException e => Results.Problem(title: "Bad request", detail: e.Message, statusCode: e.StatusCode),
            _ => null,
        };
        if (problem is null)
            return false;
        if (exception is WorkLineFullException)
            context.Response.Headers.RetryAfter = "10";
        await problem.ExecuteAsync(context);
        return true;
    }
}

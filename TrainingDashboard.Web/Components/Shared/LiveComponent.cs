using Microsoft.AspNetCore.Components;

namespace TrainingDashboard.Web.Components.Shared;

/// <summary>A component that follows something for as long as it is on the page. It begins once the circuit stands, not while prerendering.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Cancelled when the component leaves the page.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Follows until cancelled. Runs off the renderer's thread: changes to what is shown go through <see cref="ShowAsync"/>.</summary>
    protected abstract Task FollowAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _following = Task.Run(FollowToTheEndAsync);
    }

    /// <summary>Changes what is shown and shows it.</summary>
    protected Task ShowAsync(Action change) => InvokeAsync(() =>
    {
        change();
        if (!_gone.IsCancellationRequested)
            StateHasChanged();
    });

    private async Task FollowToTheEndAsync()
    {
        try
        {
            await FollowAsync(_gone.Token);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // Shown by the page's error boundary instead of freezing the component in silence.
            await DispatchExceptionAsync(e);
        }
    }
}

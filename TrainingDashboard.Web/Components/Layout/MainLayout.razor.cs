using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace TrainingDashboard.Web.Components.Layout;

/// <summary>The frame round every page.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? _errors;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // A bare "#content" would go to the base address, not to this page.
    private string SkipTarget => new UriBuilder(Navigation.Uri) { Fragment = "content" }.Uri.PathAndQuery + "#content";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _errors?.Recover();

    private void Recover() => _errors?.Recover();
}

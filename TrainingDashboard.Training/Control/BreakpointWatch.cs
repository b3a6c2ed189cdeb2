using System.Globalization;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>
/// Looks at every batch for what the breakpoints wait for. One that is hit waits until its condition has been false
/// before it is hit again, so that a job can go on from it. On the loop's thread only.
/// </summary>
internal sealed class BreakpointWatch
{
    private Watched[] _watched = [];
    private double _best = double.PositiveInfinity;
    private int _epochsSinceBest;

    /// <summary>Replaces the breakpoints; those that stay remember what they saw.</summary>
    /// <param name="breakpoints">All of them.</param>
    /// <param name="step">Batches completed.</param>
    public void Take(IReadOnlyList<Breakpoint> breakpoints, long step)
        => _watched =
        [
            .. breakpoints.Select(breakpoint => Array.Find(_watched, w => w.Breakpoint == breakpoint)
                ?? new Watched(breakpoint) { WasTrue = breakpoint.When == BreakpointKind.Step && step >= breakpoint.Step }),
        ];

    /// <summary>Looks at a batch.</summary>
    /// <returns>What was seen of the first breakpoint that is hit; null for none.</returns>
    public string? Look(long step, double loss, double gradientNorm)
    {
        string? seen = null;
        foreach (var watched in _watched)
        {
            var breakpoint = watched.Breakpoint;
            var isTrue = breakpoint.When switch
            {
                BreakpointKind.Loss => loss > breakpoint.Above,
                BreakpointKind.GradientNorm => gradientNorm > breakpoint.Above,
                BreakpointKind.NotFinite => !double.IsFinite(loss),
                BreakpointKind.Step => step >= breakpoint.Step,
                _ => false,
            };
            if (isTrue && !watched.WasTrue)
                seen ??= Say(breakpoint, loss, gradientNorm);
            watched.WasTrue = isTrue;
        }

        return seen;
    }

    /// <summary>Looks at a pass over the validation part.</summary>
    /// <returns>What was seen; null where no breakpoint is hit.</returns>
    public string? LookAtValidation(double loss)
    {
        _epochsSinceBest = loss < _best ? 0 : _epochsSinceBest + 1;
        _best = loss < _best ? loss : _best;
        // Again after as many epochs more.
        return _epochsSinceBest > 0
            && Array.Find(_watched, w => w.Breakpoint.When == BreakpointKind.NoImprovement && _epochsSinceBest % w.Breakpoint.Epochs == 0) is { } hit
                ? string.Create(CultureInfo.InvariantCulture, $"the {hit.Breakpoint}; the best is {_best:G4}")
                : null;
    }

    private static string Say(Breakpoint breakpoint, double loss, double gradientNorm) => breakpoint.When switch
    {
        BreakpointKind.Loss => string.Create(CultureInfo.InvariantCulture, $"loss {loss:G4} > {breakpoint.Above:G6}"),
        BreakpointKind.GradientNorm => string.Create(CultureInfo.InvariantCulture, $"gradient norm {gradientNorm:G4} > {breakpoint.Above:G6}"),
        BreakpointKind.NotFinite => string.Create(CultureInfo.InvariantCulture, $"the loss is {loss}"),
        _ => "the breakpoint at this step",
    };

    private sealed class Watched(Breakpoint breakpoint)
    {
        public Breakpoint Breakpoint { get; } = breakpoint;

        public bool WasTrue { get; set; }
    }
}

using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Control;

public sealed class BreakpointWatchTests
{
    private readonly BreakpointWatch _watch = new();

    [Fact]
    public void Loss_AboveItsLimit_IsHitOnceUntilItWasBelowAgain()
    {
        _watch.Take([new Breakpoint(BreakpointKind.Loss, Above: 3)], 0);

        Assert.Null(_watch.Look(1, 3, 1));
        Assert.Equal("loss 3.2 > 3", _watch.Look(2, 3.2, 1));
        Assert.Null(_watch.Look(3, 4, 1));
        Assert.Null(_watch.Look(4, 2, 1));
        Assert.NotNull(_watch.Look(5, 3.1, 1));
    }

    [Fact]
    public void Breakpoints_OfEachKind_SayWhatTheySaw()
    {
        _watch.Take([new Breakpoint(BreakpointKind.NotFinite), new Breakpoint(BreakpointKind.GradientNorm, Above: 10), new Breakpoint(BreakpointKind.Step, Step: 7)], 0);

        Assert.Equal("the loss is NaN", _watch.Look(5, double.NaN, 1));
        Assert.Equal("gradient norm 12.5 > 10", _watch.Look(6, 1, 12.5));
        Assert.Equal("the breakpoint at this step", _watch.Look(7, 1, 1));
        Assert.Null(_watch.Look(8, 1, 1));
    }

    [Fact]
    public void Step_AlreadyPassed_IsNotHit()
    {
        _watch.Take([new Breakpoint(BreakpointKind.Step, Step: 7)], 9);
        Assert.Null(_watch.Look(10, 1, 1));
    }

    [Fact]
    public void NoImprovement_ForSomeEpochs_IsHitAndAgainAfterAsMany()
    {
        _watch.Take([new Breakpoint(BreakpointKind.NoImprovement, Epochs: 2)], 0);

        var seen = new[] { 1, 0.8, 0.9, double.NaN, 0.85, 0.8, 0.5, 0.6 }.Select(loss => _watch.LookAtValidation(loss) is not null);

        Assert.Equal([false, false, false, true, false, true, false, false], seen);
    }

    [Fact]
    public void Take_WhatWasThereBefore_RemembersThatItIsTrue()
    {
        _watch.Take([new Breakpoint(BreakpointKind.Loss, Above: 3)], 0);
        _watch.Look(1, 5, 1);
        _watch.Take([new Breakpoint(BreakpointKind.Loss, Above: 3), new Breakpoint(BreakpointKind.Loss, Above: 4)], 1);

        Assert.Equal("loss 5 > 4", _watch.Look(2, 5, 1));
    }
}

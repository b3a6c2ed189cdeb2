using System.Security.Cryptography;
using TrainingDashboard.Training.Checkpoints;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IAsyncLifetime, IDisposable
{
    private readonly CheckpointJob _job = new();

    public Task InitializeAsync() => _job.AttemptAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Save_TellsEverythingOfTheFile()
    {
        await _job.SaveAsync(1, 7, loss: double.NaN);

        var kept = Assert.Single(await _job.Store.ListAsync(_job.Id, default));
        var file = File.ReadAllBytes(_job.FileOf(1, 7));
        Assert.Equal((7L, 1, file.Length), (kept.Step, kept.Attempt, (int)kept.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), kept.Sha256);
        Assert.Equal(double.NaN, kept.ValidationLoss);
        Assert.False(kept.Best);
        Assert.Equal(7, _job.Store.Load(_job.Id, kept).Position.Step);
    }

    [Fact]
    public async Task Retention_KeepsTheLastFewTheBestAndThePinned()
    {
        for (var step = 1; step <= 10; step++)
        {
            await _job.SaveAsync(1, step, loss: step == 4 ? 0.1 : 1);
            if (step == 2)
                await _job.Store.PinAsync(_job.Id, 2, pinned: true, default);
        }

        Assert.Equal([10, 9, 8, 4, 2], await _job.StepsAsync());
        Assert.Equal([(1, 2L), (1, 4L), (1, 8L), (1, 9L), (1, 10L)], _job.Folder.Files(_job.Id).Order());
        Assert.Equal(4, (await _job.Store.ListAsync(_job.Id, default)).Single(c => c.Best).Step);

        await _job.Store.PinAsync(_job.Id, 2, pinned: false, default);
        await _job.SaveAsync(1, 11, loss: 0.05);
        Assert.Equal([11, 10, 9], await _job.StepsAsync());
    }

    [Fact]
    public async Task Retention_KeepsTheLastFewThatSomebodyAskedFor()
    {
        for (var step = 1; step <= 5; step++)
            await _job.SaveAsync(1, step, reason: CheckpointReason.Manual);
        for (var step = 6; step <= 10; step++)
            await _job.SaveAsync(1, step);

        Assert.Equal([10, 9, 8, 5, 4, 3], await _job.StepsAsync());
    }

    [Fact]
    public async Task Load_OfADamagedNewest_GivesTheOneBeforeAndSaysWhy()
    {
        await _job.SaveAsync(1, 1);
        await _job.SaveAsync(1, 2);
        await _job.SaveAsync(1, 3);
        File.WriteAllBytes(_job.FileOf(1, 3), File.ReadAllBytes(_job.FileOf(1, 3))[..^5]);
        var bytes = File.ReadAllBytes(_job.FileOf(1, 2));
        bytes[30] ^= 1;
        File.WriteAllBytes(_job.FileOf(1, 2), bytes);

        var said = new List<string>();
        var loaded = await _job.Store.LoadLatestAsync(_job.Id, long.MaxValue, said.Add, default);

        Assert.Equal(1, loaded!.Position.Step);
        Assert.Equal(2, said.Count);
        Assert.Contains("step 3", said[0], StringComparison.Ordinal);
        Assert.Contains("SHA-256", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OfWhatIsAheadOfTheStoredPoints_GivesTheOneBefore()
    {
        await _job.SaveAsync(1, 4);
        await _job.SaveAsync(1, 8);

        Assert.Equal(4, (await _job.Store.LoadLatestAsync(_job.Id, 7, Assert.Fail, default))!.Position.Step);
        Assert.Equal(8, (await _job.Store.LoadLatestAsync(_job.Id, 8, Assert.Fail, default))!.Position.Step);
    }

    [Fact]
    public async Task Save_OfAStaleAttempt_IsRefusedAndChangesNothing()
    {
        await _job.SaveAsync(1, 5);
        await _job.AttemptAsync();

        await Assert.ThrowsAsync<StaleJobException>(() => _job.SaveAsync(1, 9));

        Assert.Equal([5], await _job.StepsAsync());
        Assert.False(File.Exists(_job.FileOf(1, 9)));
    }

    [Fact]
    public async Task Save_OfAStepDoneAgain_StandsInForTheOlderAndKeepsItsPin()
    {
        await _job.SaveAsync(1, 5);
        await _job.Store.PinAsync(_job.Id, 5, pinned: true, default);
        await _job.AttemptAsync();

        await _job.SaveAsync(2, 5);

        var kept = Assert.Single(await _job.Store.ListAsync(_job.Id, default));
        Assert.Equal((2, true), (kept.Attempt, kept.Pinned));
        Assert.Equal([(2, 5L)], _job.Folder.Files(_job.Id));
    }

    [Fact]
    public async Task Files_ThatNobodyKnows_AreFoundAndEntriesWithoutFileStayAsMissing()
    {
        await _job.SaveAsync(1, 1);
        File.Delete(_job.FileOf(1, 1));
        _job.Folder.Write(_job.Id, 1, 4, CheckpointJob.Content(4, epoch: 2));
        File.WriteAllText(_job.FileOf(1, 4) + ".partial", "half");

        var listed = await _job.Store.ListAsync(_job.Id, default);
        var found = listed.Single(checkpoint => !checkpoint.Missing);

        Assert.Equal((4L, 2, 1), (found.Step, found.Epoch, found.Attempt));
        Assert.Equal([4, 1], listed.Select(checkpoint => (int)checkpoint.Step));
        Assert.Equal(4, (await _job.Store.LoadLatestAsync(_job.Id, long.MaxValue, Assert.Fail, default))!.Position.Step);
    }

    [Fact]
    public async Task File_OfAStepThatItsNameDoesNotSay_IsNotEntered()
    {
        await _job.SaveAsync(1, 1);
        _job.Folder.Write(_job.Id, 1, 9, CheckpointJob.Content(4, epoch: 2));

        Assert.Equal([1], await _job.StepsAsync());
        Assert.Equal(2, _job.Folder.Files(_job.Id).Count);
    }

    [Fact]
    public async Task File_ThatComesBack_IsAsItWasPinAndAll()
    {
        await _job.SaveAsync(1, 1);
        await _job.Store.PinAsync(_job.Id, 1, pinned: true, default);
        var content = File.ReadAllBytes(_job.FileOf(1, 1));
        File.Delete(_job.FileOf(1, 1));
        Assert.True(Assert.Single(await _job.Store.ListAsync(_job.Id, default)).Missing);

        File.WriteAllBytes(_job.FileOf(1, 1), content);

        var back = Assert.Single(await _job.Store.ListAsync(_job.Id, default));
        Assert.Equal((false, true), (back.Missing, back.Pinned));
    }

    [Fact]
    public async Task Delete_TakesTheFileAndTheEntry()
    {
        await _job.SaveAsync(1, 1);
        var kept = await _job.Store.FindAsync(_job.Id, 1, default);

        await _job.Store.DeleteAsync(_job.Id, kept, default);

        Assert.Empty(_job.Folder.Files(_job.Id));
        await Assert.ThrowsAsync<CheckpointNotFoundException>(() => _job.Store.FindAsync(_job.Id, 1, default));
        await Assert.ThrowsAsync<CheckpointNotFoundException>(() => _job.Store.PinAsync(_job.Id, 1, true, default));
    }
}

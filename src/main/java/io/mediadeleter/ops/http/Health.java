package io.mediadeleter.ops.http;

import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import java.time.Duration;

/** Whether an instance is well, by one of two questions. */
public record Health(boolean isWell, String reason) {

    /** What is told of an instance that starts, whatever else it is asked. */
    public static final Health STARTING = new Health(false, "starting: nothing is read yet");

    /**
     * Whether to leave the process alone that starts. All that a start waits for has a limit of its own; one that takes longer than all
     * of them hangs.
     */
    public static Health starting(Duration since, Duration longest) {
        return since.compareTo(longest) > 0
                ? new Health(
                        false,
                        "the start has not ended for " + since.toSeconds() + " s, longer than " + longest.toSeconds()
                                + " s")
                : new Health(true, "starting");
    }

    /**
     * Whether to leave the process alone: not once a failure has ended the engine, nor when the loop hangs. That calling is
     * stopped or Kafka is away is no reason to restart: it would not help.
     *
     * @param longestTurn what a turn of the loop may take when all that it waits for takes as long as it may
     */
    public static Health live(PipelineStatus status, Duration longestTurn) {
        if (status.failure() != null) {
            return new Health(false, "stopped after an error: " + status.failure());
        }
        if (status.phase() != Phase.ENDED && status.sinceLastPoll().compareTo(longestTurn) > 0) {
            return new Health(
                    false,
                    "the loop has made no progress for "
                            + status.sinceLastPoll().toSeconds() + " s, longer than "
                            + longestTurn.toSeconds() + " s");
        }
        return new Health(true, "the loop is running");
    }

    /** Whether it does its part of the group's work: not before partitions have come, nor on its way out. */
    public static Health ready(PipelineStatus status) {
        return switch (status.phase()) {
            case JOINING -> new Health(false, "no partitions are assigned yet");
            case RUNNING ->
                new Health(
                        true,
                        "partitions that are assigned: " + status.loop().open().size());
            case DRAINING -> new Health(false, "draining: shutdown requested");
            case ENDED -> new Health(false, "stopped: shutdown requested");
            case FAILED -> new Health(false, "stopped after an error: " + status.failure());
        };
    }

    /** 200 or, for an instance that is not well, 503; with the reason. */
    public Page page() {
        return Page.json(isWell ? 200 : 503, new Body(isWell ? "up" : "down", reason));
    }

    private record Body(String status, String reason) {}
}

package io.mediadeleter.sandbox;

import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetterChanges;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.SubAppChoice;
import io.mediadeleter.event.Origin;
import io.mediadeleter.simulator.Simulator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Plays the script: the mix, a moment of throttling, and the replay of a dead letter. Confined to one thread. */
record Rehearsal(SandboxServices stage, Trial trial, SandboxProgress progress) {

    private static final int LOWERED_QUOTA = 5;
    private static final String THROTTLED = "RequestLimitExceeded";

    /** Returns when every request has ended, or patience has. */
    void run() throws ExecutionException, InterruptedException {
        Script.prepare(stage.simulator());
        List<SandboxRequest> requests = Script.requests();
        trial.publish(requests);
        progress.note("published " + requests.size() + " requests of all kinds");
        trial.watch(trial::hasEndings, Sandbox.PATIENCE);
        throttle();
        trial.watch(trial::isSettled, Sandbox.PATIENCE);
        progress.note("throttled calls in all: " + throttled()
                + "; each request kept its place, and none counts as an attempt");
    }

    private void throttle() throws ExecutionException, InterruptedException {
        Simulator simulator = stage.simulator();
        List<SandboxRequest> burst = Script.burst();
        simulator.quota().limit(LOWERED_QUOTA);
        trial.publish(burst);
        progress.note(
                "published a burst of " + burst.size() + ", while the API takes " + LOWERED_QUOTA + " calls a second");
        trial.watch(() -> throttled() > 0 || trial.isSettled(), Sandbox.PATIENCE);
        simulator.quota().limit(SandboxServices.QUOTA);
        progress.note("the API throttles; it takes " + SandboxServices.QUOTA + " calls a second again");
    }

    /** The API is mended, and what it failed before is sent back. */
    void replay() {
        Script.mend(stage.simulator());
        for (Sent sent : trial.sent()) {
            trial.endings(sent).stream().limit(1).filter(Script::isMendable).forEach(dead -> {
                progress.note("the API is mended; replaying the dead letter of \""
                        + sent.entry().name() + "\"");
                trial.replayed(sent);
                sendBack(dead.origin());
                trial.watch(() -> trial.endings(sent).size() > 1, Sandbox.PATIENCE);
                trial.endings(sent).stream()
                        .skip(1)
                        .forEach(ending -> progress.note("replayed: " + SandboxReport.line(ending)));
            });
        }
    }

    /** As the command does it. */
    private void sendBack(Origin origin) {
        Settings settings = stage.settings();
        try (DeadLetterChanges changes = new DeadLetterChanges(settings.kafka());
                DeadLetterTable table = new DeadLetterTable(settings.kafka(), settings.topics())) {
            table.forEach(table.whole(), letter -> {
                boolean isIt = letter.origin().equals(Optional.of(origin));
                if (isIt) {
                    changes.replay(List.of(letter), settings.topics().replay(), new SubAppChoice(null, null));
                }
                return !isIt;
            });
        }
    }

    private long throttled() {
        return stage.simulator().calls().stats().count(THROTTLED);
    }
}

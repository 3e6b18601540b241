package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What others write in the moment between a command's look and its own record. */
@WithKafka
class OverwrittenHoldsIT {

    private static final String KEY = "media:17";
    private static final String THEIRS = "{\"reason\":\"theirs\"}";

    private final HoldRig rig;
    private final StringWriter said = new StringWriter();
    private final PrintWriter people = new PrintWriter(said, true);

    OverwrittenHoldsIT(KafkaFixture kafka) {
        rig = new HoldRig(kafka);
    }

    @Test
    void holdThatCameMeanwhile_isWrittenAgain_alsoWhereTheCommandEndsEarly() {
        try (ControlSession session = lifted(() -> rig.write(KEY, THEIRS))) {
            assertThat(rig.standing()).isEmpty();

            new OverwrittenHolds(session).restoreBeforeEnd(people);

            assertThat(rig.standing().get(KEY)).contains("theirs");
            assertThat(said.toString()).contains("Came meanwhile, and stands: media:17, theirs");
        }
    }

    /** Whoever wrote last knows best, also if that was to lift it. */
    @Test
    void keyThatWasWrittenOnceMoreSince_isLeftAsItIs() {
        try (ControlSession session = lifted(() -> rig.write(KEY, THEIRS))) {
            rig.write(KEY, "{\"reason\":\"theirs, longer\"}");

            new OverwrittenHolds(session).restoreBeforeEnd(people);

            assertThat(rig.standing().get(KEY)).contains("theirs, longer");
            assertThat(said.toString()).isEmpty();
        }
    }

    @Test
    void holdThatIsReplacedWhileManyAreLifted_isNeverLifted() {
        rig.write(
                IntStream.rangeClosed(1, 1_001)
                        .mapToObj(media -> "media:" + media)
                        .toList(),
                "{\"reason\":\"ours\"}");
        try (ControlSession session = session()) {
            session.readToNow();
            List<Hold> looked = new ArrayList<>();
            session.view().forEach(looked::add);
            Hold last = looked.get(1_000);
            String key = last.selector().toString();

            Progress progress = new Progress("removed", 1_001, false, people, afterEach(() -> rig.write(key, THEIRS)));
            List<Hold> lifted = new HoldRemoval(session, people).lift(looked, "holds are removed", progress);

            assertThat(lifted).hasSize(1_000).doesNotContain(last);
            assertThat(rig.standing()).containsOnlyKeys(key);
            assertThat(said.toString()).isEmpty();
        }
    }

    /** The time is asked for at the beginning and after each chunk. */
    private static Time afterEach(Runnable chunk) {
        AtomicBoolean hasBegun = new AtomicBoolean();
        return new StoppedTime() {
            @Override
            public long nanoTime() {
                if (hasBegun.getAndSet(true)) {
                    chunk.run();
                }
                return super.nanoTime();
            }
        };
    }

    private ControlSession session() {
        Settings settings = Settings.load(rig.environment(), null);
        ProcessContext process = new ProcessContext(() -> settings, Terminal.system(), action -> {}, Time.system());
        return new ControlSession(settings, process, hold -> true, people);
    }

    /** Looks, lets the others write, and lifts. */
    private ControlSession lifted(Runnable others) {
        rig.write(KEY, "{\"reason\":\"ours\"}");
        ControlSession session = session();
        session.readToNow();
        others.run();
        Selector selector = Selector.parse(KEY).orElseThrow();
        assertThat(session.write(
                                List.of(selector),
                                chunk -> session.client().lift(chunk),
                                Progress.unseen(Time.system()))
                        .isWhole())
                .isTrue();
        return session;
    }
}

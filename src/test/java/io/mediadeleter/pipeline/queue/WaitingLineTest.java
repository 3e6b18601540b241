package io.mediadeleter.pipeline.queue;

import static io.mediadeleter.pipeline.queue.WaitingLine.HEAD_START;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.Deliveries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private static final Partition HERE = new Partition("requests", 0);
    private static final Partition THERE = new Partition("requests", 1);
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private final WaitingLine line = new WaitingLine();
    private final Deliveries deliveries = new Deliveries();

    private void add(Partition partition, String fileId, Instant published, Instant now) {
        line.add(deliveries.of(partition, fileId, Deliveries.WHOLE), published, now);
    }

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        for (MediaId next = line.first(); next != null; next = line.first()) {
            taken.add(next.fileId());
            line.take(next, delivery -> true);
        }
        assertThat(line.deliveries()).isZero();
        assertThat(line.media()).isZero();
        return taken;
    }

    @Test
    void partitionsThatComeOneAfterTheOther_areServedByAge() {
        for (int i = 5; i > 0; i--) {
            add(HERE, "here-" + i, NOW.minusSeconds(i), NOW);
        }
        for (int i = 5; i > 0; i--) {
            add(THERE, "there-" + i, NOW.minusSeconds(i).minusMillis(500), NOW);
        }

        assertThat(takeAll())
                .containsExactly(
                        "there-5", "here-5", "there-4", "here-4", "there-3", "here-3", "there-2", "here-2", "there-1",
                        "here-1");
    }

    @Test
    void ofOneAge_whoCameFirstIsFirst() {
        add(HERE, "1", NOW, NOW);
        add(THERE, "2", NOW, NOW);
        add(HERE, "3", NOW, NOW);

        assertThat(takeAll()).containsExactly("1", "2", "3");
    }

    @Test
    void oldTimestamp_bringsForwardByABoundedTime() {
        Instant longAgo = NOW.minus(HEAD_START.multipliedBy(100));
        add(HERE, "waits", longAgo, NOW.minus(HEAD_START));
        add(HERE, "came-before", NOW.minus(HEAD_START), NOW.minus(HEAD_START));
        add(THERE, "pretends", longAgo, NOW.plusMillis(1));
        add(THERE, "epoch", Instant.EPOCH, NOW.plusMillis(1));

        assertThat(takeAll()).containsExactly("waits", "came-before", "pretends", "epoch");
    }

    @Test
    void timestampAhead_putsBackBehindNobodyThatComesLater() {
        add(HERE, "ahead", NOW.plus(HEAD_START), NOW);
        add(THERE, "later", NOW, NOW.plusSeconds(1));
        add(THERE, "after", NOW.plusSeconds(1), NOW.plusSeconds(1));

        assertThat(takeAll()).containsExactly("ahead", "later", "after");
    }

    @Test
    void withinAPartition_nobodyIsOvertaken() {
        add(HERE, "1", NOW, NOW);
        add(HERE, "2", NOW.minusSeconds(9), NOW);
        add(HERE, "3", NOW.minusSeconds(1), NOW);
        add(THERE, "between", NOW.minusSeconds(1), NOW);

        assertThat(takeAll()).containsExactly("between", "1", "2", "3");
    }

    @Test
    void clockThatIsSetBack_keepsNobodyWaiting() {
        add(HERE, "1", NOW, NOW);
        Instant setBack = NOW.minusSeconds(3_600);
        assertThat(takeAll()).containsExactly("1");

        add(HERE, "2", setBack, setBack);
        add(THERE, "3", setBack.plusMillis(1), setBack.plusMillis(1));

        assertThat(takeAll()).containsExactly("2", "3");
    }

    @Test
    void olderRequestForTheSameMedia_bringsItForward() {
        add(HERE, "shared", NOW, NOW);
        add(THERE, "first", NOW.minusSeconds(3), NOW);
        add(new Partition("requests", 2), "shared", NOW.minusSeconds(5), NOW);

        assertThat(line.media()).isEqualTo(2);
        assertThat(line.deliveries()).isEqualTo(3);
        assertThat(takeAll()).containsExactly("shared", "first");
    }

    @Test
    void whatIsNotTaken_keepsItsPlace() {
        add(HERE, "1", NOW.minusSeconds(2), NOW);
        add(HERE, "1", NOW.minusSeconds(2), NOW);
        add(THERE, "2", NOW.minusSeconds(1), NOW);
        List<Delivery> taken = new ArrayList<>();

        line.take(new MediaId(null, "1"), delivery -> taken.isEmpty() && taken.add(delivery));

        assertThat(line.deliveries()).isEqualTo(2);
        assertThat(takeAll()).containsExactly("1", "2");
    }

    @Test
    void keepOnly_dropsOtherPartitionsAndWhatTheyHaveSaid() {
        add(HERE, "1", NOW, NOW);
        add(THERE, "1", NOW, NOW);
        add(THERE, "2", NOW, NOW);

        line.keepOnly(Set.of(HERE));
        add(THERE, "3", NOW.minusSeconds(1), NOW);

        assertThat(line.deliveries()).isEqualTo(2);
        assertThat(takeAll()).containsExactly("3", "1");
    }
}

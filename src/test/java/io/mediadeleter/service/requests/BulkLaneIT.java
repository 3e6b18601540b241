package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static io.mediadeleter.service.ServiceRig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Lane;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests in bulk end as all others do, and hold up none of the live ones. */
@WithKafka.Together
class BulkLaneIT {

    private static final int BULK = 2_400;
    private static final int LIVE = 120;

    @AutoClose
    private final ServiceRig rig;

    BulkLaneIT(KafkaFixture kafka) {
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_QUOTA_PER_SECOND", "100"));
    }

    private static Stream<String> files(long from, int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(8_800_000_000_000_000L + from + i));
    }

    /** The lanes of what was settled, in its order. */
    private static final class Settlements implements Telemetry {

        private final List<Lane> lanes = new CopyOnWriteArrayList<>();

        @Override
        public void settled(List<Settled> settlements, Duration took) {
            settlements.forEach(settled -> lanes.add(settled.delivery().lane()));
        }
    }

    @Test
    void liveRequestsBehindThousandsInBulk_areCalledFirst() {
        Settlements settled = new Settlements();
        rig.requestAll(rig.topics().bulk(), files(0, BULK));
        rig.start("one", settled);
        await().until(() -> !settled.lanes.isEmpty());
        rig.requestAll(files(100_000, LIVE));

        await().until(() -> settled.lanes.stream().filter(Lane.LIVE::equals).count() == LIVE);

        List<Lane> made = List.copyOf(settled.lanes);
        List<Lane> meanwhile = made.subList(made.indexOf(Lane.LIVE), made.lastIndexOf(Lane.LIVE));
        assertThat(made).as("bulk still waits").hasSizeLessThan(BULK);
        assertThat(rig.ends(BULK + LIVE)).hasSize(BULK + LIVE);
        System.out.println("settled up to the last live one: " + made.size() + ", of them among the live ones "
                + meanwhile.stream().filter(Lane.BULK::equals).count() + " of bulk");
    }

    @Test
    void bulkRequestThatFails_staysBulkInItsRetryItsDeadLetterAndItsReplay() {
        String transientOne = "8800000000000001";
        String permanentOne = "8800000000000002";
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + transientOne + "x1"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + permanentOne + "x1"));
        Settlements settled = new Settlements();
        rig.start("one", settled);
        rig.requestAll(rig.topics().bulk(), Stream.of(transientOne, permanentOne));

        assertThat(header(rig.deadLetters(1).get(0), "md-origin"))
                .startsWith(rig.topics().bulk() + "/");
        assertThat(rig.cli("dead-letters", "list").out()).contains(rig.topics().bulk() + "/");
        rig.cli("dead-letters", "replay", "--all", "--yes").ended(0);

        assertThat(rig.results(2))
                .allSatisfy(
                        result -> assertThat(json(result).at("/source/topic").asText())
                                .isEqualTo(rig.topics().bulk()));
        await("what is told after the commit")
                .untilAsserted(() -> assertThat(settled.lanes).hasSize(4).containsOnly(Lane.BULK));
    }

    @Test
    void malformedBulkRequest_isRefused() {
        rig.requestAll(rig.topics().bulk(), Stream.of("no file id"));
        rig.start("one");

        assertThat(header(rig.deadLetters(1).get(0), "md-fault-kind")).isEqualTo("MALFORMED");
    }
}

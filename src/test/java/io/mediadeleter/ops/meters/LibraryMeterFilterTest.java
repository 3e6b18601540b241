package io.mediadeleter.ops.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LibraryMeterFilterTest {

    private static final String FETCHES = "kafka.consumer.fetch.manager.";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void metersOfPartitions_areTheLagAloneUnlessAllAreAskedFor() {
        registry.config().meterFilter(new LibraryMeterFilter(false, topic -> true));
        registry.counter(FETCHES + "records.lag", "partition", "0");
        registry.counter(FETCHES + "records.lag.avg", "partition", "0");
        registry.counter(FETCHES + "records.lag.max");

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactlyInAnyOrder(FETCHES + "records.lag", FETCHES + "records.lag.max");
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }

    @Test
    void allMetersOfPartitions_areShownWhereTheyAreAskedFor() {
        registry.config().meterFilter(new LibraryMeterFilter(true, topic -> true));
        registry.counter(FETCHES + "records.lag.avg", "partition", "0");

        assertThat(registry.getMeters()).hasSize(1);
    }

    @Test
    void topicThatIsNotRead_isNotShown() {
        registry.config().meterFilter(new LibraryMeterFilter(true, "t.bulk"::equals));
        registry.counter(FETCHES + "records.lag", "topic", "t.bulk", "partition", "0");
        registry.counter(FETCHES + "records.lag", "topic", "t_bulk", "partition", "0");
        registry.counter(FETCHES + "bytes.consumed.total", "topic", "t_bulk");

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("topic"))
                .containsExactly("t.bulk");
    }
}

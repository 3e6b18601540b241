package io.mediadeleter.ops.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.function.Predicate;

/**
 * Which of the libraries' meters are shown, and that each has a text. Stateless.
 *
 * @param allOfPartitions whether the Kafka client's meters of each partition are all shown, and not its lag alone
 * @param isRead whether the consumer reads a topic of this name
 */
public record LibraryMeterFilter(boolean allOfPartitions, Predicate<String> isRead) implements MeterFilter {

    private static final String FETCHES = "kafka.consumer.fetch.manager.";
    private static final String LAG = FETCHES + "records.lag";

    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        boolean isLeftOut = meter.getName().startsWith(FETCHES) && (isTwin(meter) || isTooMuch(meter));
        return isLeftOut ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    /** The client reports a topic with dots in its name once more with underscores in their place, so that sums count it twice. */
    private boolean isTwin(Meter.Id meter) {
        String topic = meter.getTag("topic");
        return topic != null && !isRead.test(topic);
    }

    private boolean isTooMuch(Meter.Id meter) {
        return !allOfPartitions
                && meter.getTag("partition") != null
                && !meter.getName().equals(LAG);
    }

    @Override
    public Meter.Id map(Meter.Id meter) {
        String text = meter.getDescription();
        return text != null && !text.isBlank()
                ? meter
                : new Meter.Id(
                        meter.getName(),
                        Tags.of(meter.getTagsAsIterable()),
                        meter.getBaseUnit(),
                        "No description: the library that provides it has none.",
                        meter.getType());
    }
}

package io.mediadeleter.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Which of the libraries' meters are shown, and that each has a text. Stateless.
 *
 * @param allOfPartitions whether the Kafka client's meters of each partition are all shown, and not its lag alone
 */
public record ShownMeters(boolean allOfPartitions) implements MeterFilter {

    private static final String FETCHES = "kafka.consumer.fetch.manager.";
    private static final String LAG = FETCHES + "records.lag";

    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        boolean isLeftOut = !allOfPartitions
                && meter.getName().startsWith(FETCHES)
                && meter.getTag("partition") != null
                && !meter.getName().equals(LAG);
        return isLeftOut ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
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
                        "As its library names it, which says no more of it.",
                        meter.getType());
    }
}

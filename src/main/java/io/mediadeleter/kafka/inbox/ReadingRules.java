package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.SubApp;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a record becomes a delivery, and from where on records are read.
 *
 * @param decoder turns a record's bytes into a request
 * @param grace how long a request that waits on a grace topic waits there
 * @param start what is done of itself about partitions that the group has no offset for, as long as nobody has decided
 * @param ageLimit for saying how many of their requests are too old to be called
 */
public record ReadingRules(Decoder decoder, GracePeriod grace, StartPolicy start, AgeLimit ageLimit) {

    /** Turns a record's bytes into a request. */
    @FunctionalInterface
    public interface Decoder {

        /**
         * What the record asks for.
         *
         * @param settled the sub-application that this service has settled on before where it names none; null for none
         */
        Content decode(Message message, @Nullable SubApp settled);
    }
}

package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Message;
import io.mediadeleter.rule.GracePeriod;
import java.util.function.Function;

/**
 * How a record becomes a delivery.
 *
 * @param decoder turns its bytes into a request
 * @param grace how long a request that waits on a grace topic waits there
 */
public record ReadingRules(Function<Message, Content> decoder, GracePeriod grace) {}

/** Kafka as the engine sees it: what reads, what writes and what looks ahead, put together as one log of requests. */
@NullMarked
package io.mediadeleter.kafka;

import org.jspecify.annotations.NullMarked;

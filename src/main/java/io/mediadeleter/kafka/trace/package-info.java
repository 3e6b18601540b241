/** Finds the records of a request on Kafka. */
@NullMarked
package io.mediadeleter.kafka.trace;

import org.jspecify.annotations.NullMarked;

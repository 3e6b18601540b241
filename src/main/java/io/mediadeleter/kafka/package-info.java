/** Kafka: consumer, producer, decoding, headers and topics behind the pipeline's ports. Imports the core rooms and {@code pipeline}. */
@NullMarked
package io.mediadeleter.kafka;

import org.jspecify.annotations.NullMarked;

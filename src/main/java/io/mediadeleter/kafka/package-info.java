/** Kafka: consumer, producer, headers and topics behind the pipeline's ports; events as bytes are in {@code codec}. Imports the core rooms and {@code pipeline}. */
@NullMarked
package io.mediadeleter.kafka;

import org.jspecify.annotations.NullMarked;

/** Every client of Kafka: its settings, its failures in words, and which errors no repetition mends. */
@NullMarked
package io.mediadeleter.kafka.client;

import org.jspecify.annotations.NullMarked;

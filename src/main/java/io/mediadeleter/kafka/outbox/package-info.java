/** Settlements out: the transactional producer behind the port, and what is done when Kafka refuses a record. */
@NullMarked
package io.mediadeleter.kafka.outbox;

import org.jspecify.annotations.NullMarked;

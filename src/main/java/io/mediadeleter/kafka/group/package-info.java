/** What Kafka alone tells of a group: who its members are, what they say of themselves, and what waits. */
@NullMarked
package io.mediadeleter.kafka.group;

import org.jspecify.annotations.NullMarked;

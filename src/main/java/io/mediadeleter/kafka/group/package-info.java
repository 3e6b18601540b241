/**
 * What Kafka alone tells of a group: who its members are, what they say of themselves, and what waits; and how a member that
 * has fallen silent is removed from it.
 */
@NullMarked
package io.mediadeleter.kafka.group;

import org.jspecify.annotations.NullMarked;

/** What the brokers say of themselves and of what this client may do there. Part of the room {@code kafka}. */
@NullMarked
package io.mediadeleter.kafka.access;

import org.jspecify.annotations.NullMarked;

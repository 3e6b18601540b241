/** Records in: the consumer behind the port, a few records at a time, in bounded memory. */
@NullMarked
package io.mediadeleter.kafka.inbox;

import org.jspecify.annotations.NullMarked;

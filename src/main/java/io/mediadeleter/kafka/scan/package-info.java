/** Reading topics once, from a time to their ends, without a group: for commands, and for the service's view of dead letters and of the group. */
@NullMarked
package io.mediadeleter.kafka.scan;

import org.jspecify.annotations.NullMarked;

/** Reading topics from a time to their ends, once, without a group: for commands that look at what has become of requests. */
@NullMarked
package io.mediadeleter.kafka.scan;

import org.jspecify.annotations.NullMarked;

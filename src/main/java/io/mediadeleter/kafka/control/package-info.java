/** The control topic: holds and probes as records, read and written. */
@NullMarked
package io.mediadeleter.kafka.control;

import org.jspecify.annotations.NullMarked;

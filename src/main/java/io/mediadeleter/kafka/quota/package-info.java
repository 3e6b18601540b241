/** The quota topic behind the port. */
@NullMarked
package io.mediadeleter.kafka.quota;

import org.jspecify.annotations.NullMarked;

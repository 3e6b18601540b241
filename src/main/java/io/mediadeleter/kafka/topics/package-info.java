/** The topics: names, plans, creation and inspection. */
@NullMarked
package io.mediadeleter.kafka.topics;

import org.jspecify.annotations.NullMarked;

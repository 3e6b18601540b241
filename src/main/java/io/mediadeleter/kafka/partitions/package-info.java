/** The partitions: which are owned, which of the topics of one name they are of, what is committed, and what lies ahead. */
@NullMarked
package io.mediadeleter.kafka.partitions;

import org.jspecify.annotations.NullMarked;

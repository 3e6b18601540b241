/**
 * Records in bounded memory: what of a record is held, and how a batch is read whose records are larger than the heap.
 */
@NullMarked
package io.mediadeleter.kafka.batch;

import org.jspecify.annotations.NullMarked;

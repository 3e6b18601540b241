/**
 * The books of what was read and what is settled, partition by partition, and what may be committed of it. No I/O, no
 * clock, no threads; imports {@code event} only.
 */
@NullMarked
package io.mediadeleter.offset;

import org.jspecify.annotations.NullMarked;

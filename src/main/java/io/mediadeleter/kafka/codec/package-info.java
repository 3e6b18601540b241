/** Bytes to requests, results to bytes: JSON, the schema, CloudEvents. */
@NullMarked
package io.mediadeleter.kafka.codec;

import org.jspecify.annotations.NullMarked;

/** Bytes to requests, results to bytes: JSON, the schema, CloudEvents. Imports event and no other part of kafka. */
@NullMarked
package io.mediadeleter.kafka.codec;

import org.jspecify.annotations.NullMarked;

/** The {@code md-*} headers, and which of a request's own headers go on. */
@NullMarked
package io.mediadeleter.kafka.headers;

import org.jspecify.annotations.NullMarked;

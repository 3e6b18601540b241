/**
 * What has become of a request or a media, told from the records of it. Pure: what the records are, and where they come from, is
 * behind the port {@link io.mediadeleter.trace.TraceLog}.
 */
@NullMarked
package io.mediadeleter.trace;

import org.jspecify.annotations.NullMarked;

/** What waits for a call: lanes, shared calls, delayed retries, and how much may be open. */
@NullMarked
package io.mediadeleter.pipeline.queue;

import org.jspecify.annotations.NullMarked;

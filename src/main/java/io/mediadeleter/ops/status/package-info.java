/**
 * What an instance says of itself and of its group: why deletions wait, in a sentence, and the figures beside it. For the
 * status page, and for the other instances.
 */
@NullMarked
package io.mediadeleter.ops.status;

import org.jspecify.annotations.NullMarked;

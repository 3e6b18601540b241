/** The command {@code offsets}: where a group begins that has no offset. */
@NullMarked
package io.mediadeleter.cli.offsets;

import org.jspecify.annotations.NullMarked;

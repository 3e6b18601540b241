/** The clock as a port, and a signal to wait for. Imports no other room. */
@NullMarked
package io.mediadeleter.time;

import org.jspecify.annotations.NullMarked;

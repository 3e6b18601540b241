/** The clock as a port, a signal to wait for, and threads that keep no process alive. */
@NullMarked
package io.mediadeleter.time;

import org.jspecify.annotations.NullMarked;

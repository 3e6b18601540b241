/** The clock as a port and the moments that it tells, a signal to wait for, and threads that keep no process alive. */
@NullMarked
package io.mediadeleter.time;

import org.jspecify.annotations.NullMarked;

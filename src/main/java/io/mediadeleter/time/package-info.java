/** The clock as a port, a signal to wait for, and threads that keep no process alive. Imports no other package. */
@NullMarked
package io.mediadeleter.time;

import org.jspecify.annotations.NullMarked;

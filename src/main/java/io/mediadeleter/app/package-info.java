/** The command line and the one composition root; the settings are in {@code settings}. Imports every room. */
@NullMarked
package io.mediadeleter.app;

import org.jspecify.annotations.NullMarked;

/** The command line, the settings and the one composition root. Imports every room. */
@NullMarked
package io.mediadeleter.app;

import org.jspecify.annotations.NullMarked;

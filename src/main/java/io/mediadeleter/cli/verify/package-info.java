/** The command {@code verify}: whether what results say is gone is gone at the API. It can ask, and delete nothing. */
@NullMarked
package io.mediadeleter.cli.verify;

import org.jspecify.annotations.NullMarked;

/** The doctor: looks at all that the service needs and says what is wrong and what to do. Part of the room {@code app}. */
@NullMarked
package io.mediadeleter.app.check;

import org.jspecify.annotations.NullMarked;

/** The command {@code check}: looks at all that the service needs and says what is wrong and what to do. */
@NullMarked
package io.mediadeleter.cli.check;

import org.jspecify.annotations.NullMarked;

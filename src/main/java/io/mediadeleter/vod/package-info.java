/** The SDK's DeleteMedia made safe, and every way it can end mapped to a fault's code. Imports {@code event}, {@code rule} and {@code pipeline}. */
@NullMarked
package io.mediadeleter.vod;

import org.jspecify.annotations.NullMarked;

/** The settings: what there is, where values come from, what is wrong with them. */
@NullMarked
package io.mediadeleter.config;

import org.jspecify.annotations.NullMarked;

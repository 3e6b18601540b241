/** The settings: what there is, where values come from, what is wrong with them. Imports no other part of the app. */
@NullMarked
package io.mediadeleter.config;

import org.jspecify.annotations.NullMarked;

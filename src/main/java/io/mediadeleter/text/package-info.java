/**
 * What people read: numbers and lengths of time, outside text made safe to show, suggestions for misspelt words, and errors that tell an
 * operator what to do.
 */
@NullMarked
package io.mediadeleter.text;

import org.jspecify.annotations.NullMarked;

/**
 * The decisions: which kind of fault a code is, and what is to be done with a delivery once its call has ended. Pure
 * functions of values.
 */
@NullMarked
package io.mediadeleter.rule;

import org.jspecify.annotations.NullMarked;

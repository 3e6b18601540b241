/**
 * Which member has fallen silent, whether this process may still take itself for a member, and whether another one uses its
 * name: {@link io.mediadeleter.control.members.SilenceRule} has the safety argument.
 */
@NullMarked
package io.mediadeleter.control.members;

import org.jspecify.annotations.NullMarked;

/**
 * The limit on the group's calls in an hour: how many it has made, and how many of the rest are promised to whom. {@link
 * io.mediadeleter.control.brake.BrakeLedger} has the rule.
 */
@NullMarked
package io.mediadeleter.control.brake;

import org.jspecify.annotations.NullMarked;

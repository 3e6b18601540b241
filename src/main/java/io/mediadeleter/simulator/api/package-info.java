/** The two actions of the API: from a request to what is answered. */
@NullMarked
package io.mediadeleter.simulator.api;

import org.jspecify.annotations.NullMarked;

/** What comes in: a request as it was sent, which action it asks for, and whether it is signed as the API wants it. */
@NullMarked
package io.mediadeleter.simulator.request;

import org.jspecify.annotations.NullMarked;

/** The account that the API acts on: its media, its quota, and the calls that were made. */
@NullMarked
package io.mediadeleter.simulator.account;

import org.jspecify.annotations.NullMarked;

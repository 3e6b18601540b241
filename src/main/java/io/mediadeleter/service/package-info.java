/** One instance of the service, wired: {@code Service.wire} is the place to begin reading. */
@NullMarked
package io.mediadeleter.service;

import org.jspecify.annotations.NullMarked;

/** The command {@code request}: reads, validates and publishes requests. */
@NullMarked
package io.mediadeleter.cli.request;

import org.jspecify.annotations.NullMarked;

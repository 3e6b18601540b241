/**
 * The whole service on one machine, to be watched: a broker, a simulated VOD API and two instances in this JVM, with a mix
 * of requests or a user's own. Among the tests because the broker must not be in the product's jar.
 */
@NullMarked
package io.mediadeleter.sandbox;

import org.jspecify.annotations.NullMarked;

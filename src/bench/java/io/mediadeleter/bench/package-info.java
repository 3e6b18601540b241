/**
 * What the service makes of its quota and its machine, measured with real processes of the packaged jar, a real broker and
 * the simulated API: {@code mvn -q -Pbench}, one part of it {@code mvn -q -Pbench -Dbench=backlog}.
 */
@NullMarked
package io.mediadeleter.bench;

import org.jspecify.annotations.NullMarked;

/** What the service makes of its quota, measured with real processes of the packaged jar: {@code mvn -q -Pbench}. */
@NullMarked
package io.mediadeleter.bench;

import org.jspecify.annotations.NullMarked;

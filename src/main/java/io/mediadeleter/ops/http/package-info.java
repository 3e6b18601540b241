/** The HTTP server: who may ask for what, and what is answered, health and the files of the status page among it. */
@NullMarked
package io.mediadeleter.ops.http;

import org.jspecify.annotations.NullMarked;

package io.mediadeleter.vod;

import java.io.IOException;
import okhttp3.Interceptor;

/**
 * Whether a call came as far as to send its request. What fails before that, in the name service, for want of a file
 * descriptor, at a proxy, in the TLS handshake, can have deleted nothing.
 *
 * <p>Belongs to one call and to the one thread that makes it.
 */
final class Sending {

    private boolean begun;

    private Sending() {}

    /** An application interceptor: makes a failure that came before a {@link NothingSentException}. */
    static Interceptor watch() {
        return chain -> {
            Sending sending = new Sending();
            try {
                return chain.proceed(
                        chain.request().newBuilder().tag(Sending.class, sending).build());
            } catch (IOException failed) {
                throw sending.begun ? failed : new NothingSentException(failed);
            }
        };
    }

    /** A network interceptor, which comes when there is a connection and before anything is written to it. */
    static Interceptor mark() {
        return chain -> {
            Sending sending = chain.request().tag(Sending.class);
            if (sending != null) {
                sending.begun = true;
            }
            return chain.proceed(chain.request());
        };
    }
}

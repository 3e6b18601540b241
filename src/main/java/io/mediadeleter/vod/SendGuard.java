package io.mediadeleter.vod;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.Interceptor;

/**
 * Whether a call came as far as to send its request. What fails before that, in the name service, for want of a file
 * descriptor, at a proxy, in the TLS handshake, can have deleted nothing. Just before, it is asked whether it still may be sent.
 *
 * <p>Belongs to one call and to the one thread that makes it.
 */
final class SendGuard {

    /** The call failed before anything of its request was sent; the cause says how. */
    static final class NothingSent extends IOException {

        NothingSent(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** What the calls of this thread ask before they send. */
    private static final ThreadLocal<BooleanSupplier> QUESTION = ThreadLocal.withInitial(() -> () -> true);

    private final BooleanSupplier stillMay;
    private boolean begun;

    private SendGuard(BooleanSupplier stillMay) {
        this.stillMay = stillMay;
    }

    /** Does this; calls that it makes on this thread ask first. */
    static <T> T asking(BooleanSupplier stillMay, Supplier<T> call) {
        QUESTION.set(stillMay);
        try {
            return call.get();
        } finally {
            QUESTION.remove();
        }
    }

    /** An application interceptor: makes a failure that came before a {@link NothingSent}. */
    static Interceptor reportUnsent() {
        return chain -> {
            SendGuard guard = new SendGuard(QUESTION.get());
            try {
                return chain.proceed(
                        chain.request().newBuilder().tag(SendGuard.class, guard).build());
            } catch (IOException failed) {
                throw guard.begun ? failed : new NothingSent(failed);
            }
        };
    }

    /** A network interceptor, which comes when there is a connection and before anything is written to it. */
    static Interceptor checkBeforeSend() {
        return chain -> {
            SendGuard guard = chain.request().tag(SendGuard.class);
            if (guard != null) {
                if (!guard.stillMay.getAsBoolean()) {
                    throw new IOException("it was forbidden before it was sent");
                }
                guard.begun = true;
            }
            return chain.proceed(chain.request());
        };
    }
}

package io.mediadeleter.vod;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Response;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Ends the call at every status but 200, with the status in the exception. A network interceptor, because everything
 * further out would act on the status first: OkHttp sends the request again after a 408 and after a 503 with
 * {@code Retry-After: 0}, and the SDK drops the answer with its body open, one socket each time, and tells no status.
 *
 * <p>Stateless, so thread-safe.
 */
final class HttpStatusInterceptor implements Interceptor {

    /** An error page up to this size is read to its end, so that the connection can be used again. */
    private static final long MAX_BODY_BYTES = 64 * 1024;

    /** More than a fault's message takes, so that no key is cut in two before it is looked for. */
    static final int EXCERPT_BYTES = 8 * 1024;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() == 200) {
            return response;
        }
        try (response) {
            throw new HttpStatusException(response.code(), excerpt(response), RetryAfter.of(response));
        }
    }

    /** As a client may ask for any answer to be compressed, and OkHttp does, but unpacks it further out only. */
    private static String excerpt(Response response) {
        BufferedSource sent = Objects.requireNonNull(response.body()).source();
        boolean isPacked = "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
        try {
            BufferedSource source = isPacked ? Okio.buffer(new GzipSource(sent)) : sent;
            source.request(MAX_BODY_BYTES);
            return source.getBuffer()
                    .readUtf8(Math.min(EXCERPT_BYTES, source.getBuffer().size()));
        } catch (IOException e) {
            return "(its body broke off: " + e.getClass().getSimpleName() + ")"; // the status is what counts
        }
    }

    /** The server answered with a status other than 200: something on the way to the API, or the API's front, spoke. */
    static final class HttpStatusException extends IOException {

        private final int status;
        private final transient @Nullable Duration retryAfter;

        /**
         * An answer with that status.
         *
         * @param excerpt how the body began; may be empty
         * @param retryAfter how long it asks not to be called again; empty when it does not ask
         */
        HttpStatusException(int status, String excerpt, Optional<Duration> retryAfter) {
            super("HTTP status " + status
                    + retryAfter
                            .map(wait -> ", Retry-After " + wait.toSeconds() + " s")
                            .orElse("")
                    + (excerpt.isBlank() ? "" : ": " + excerpt));
            this.status = status;
            this.retryAfter = retryAfter.orElse(null);
        }

        int status() {
            return status;
        }

        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }
}

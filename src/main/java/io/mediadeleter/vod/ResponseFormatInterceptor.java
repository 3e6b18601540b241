package io.mediadeleter.vod;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Ends the call when the body is not a response of the API, before the SDK makes something of it. An application interceptor,
 * outside of {@link ResponseSizeLimit}, which has read the body.
 *
 * <p>Stateless, so thread-safe.
 */
record ResponseFormatInterceptor(ApiUse use) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        byte[] body = Objects.requireNonNull(response.body()).bytes();
        Optional<String> objection = ResponseFormat.objection(body, response.header("Content-Type"), use);
        if (objection.isPresent()) {
            String excerpt = new String(body, 0, Math.min(body.length, HttpStatusInterceptor.EXCERPT_BYTES), UTF_8);
            throw new InvalidAnswerException(objection.get() + (excerpt.isBlank() ? "" : ": " + excerpt));
        }
        return response.newBuilder()
                .body(ResponseBody.create(body, response.body().contentType()))
                .build();
    }

    /** The server answered 200 with a body that cannot be an answer of the API. */
    static final class InvalidAnswerException extends IOException {

        InvalidAnswerException(String message) {
            super(message);
        }
    }
}

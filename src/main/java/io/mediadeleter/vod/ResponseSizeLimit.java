package io.mediadeleter.vod;

import io.mediadeleter.vod.ResponseFormatInterceptor.InvalidAnswerException;
import java.io.IOException;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Reads the answer here, up to a limit. The SDK reads it into one string, whatever its size, so an endless answer would
 * fill the memory. An application interceptor: it counts the bytes after they are unpacked.
 *
 * <p>Stateless, so thread-safe.
 */
record ResponseSizeLimit(long maxBytes) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        try (ResponseBody body = Objects.requireNonNull(response.body())) {
            if (body.source().request(maxBytes + 1)) {
                throw new InvalidAnswerException("the response is longer than " + maxBytes + " bytes");
            }
            byte[] bytes = body.source().readByteArray();
            return response.newBuilder()
                    .body(ResponseBody.create(bytes, body.contentType()))
                    .build();
        }
    }
}

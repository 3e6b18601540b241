package io.mediadeleter.vod;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Sends calls of one action and no other, whatever the SDK's client is asked for: who only asks can never delete. Stateless; safe
 * for any thread.
 */
record OneActionInterceptor(String action) implements Interceptor {

    private static final String HEADER = "X-TC-Action";

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (!action.equals(chain.request().header(HEADER))) {
            throw new IllegalStateException("a connection for " + action + " was to send "
                    + chain.request().header(HEADER) + "; nothing was sent");
        }
        return chain.proceed(chain.request());
    }
}

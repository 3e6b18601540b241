package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.vod.v20180717.VodClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The way to the API: one HTTP client with limits, and the SDK's client on top of it. What is set here is what the
 * defaults lack; each line says what they would do.
 *
 * <p>Thread-safe.
 */
final class ApiConnection implements AutoCloseable {

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private record Signed(Keys keys, VodClient client) {}

    private final OkHttpClient http;
    private final ClientProfile profile;
    private volatile @Nullable Signed last;

    ApiConnection(VodSettings settings, ApiUse use) {
        http = httpClient(settings, use);
        profile = profile(settings.endpoint(), http);
    }

    private static OkHttpClient httpClient(VodSettings settings, ApiUse use) {
        return new OkHttpClient.Builder()
                .dns(new TimedDns(Dns.SYSTEM, settings.connectTimeout()))
                // By default, reads and writes of the SDK wait for ever, and an interrupt does not end them.
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.callTimeout())
                .writeTimeout(settings.callTimeout())
                // Nothing else bounds the whole: a server that sends a byte now and then meets every other timeout.
                .callTimeout(settings.callTimeout())
                // The default keeps 5 idle connections: more calls than that at once open a new one nearly every time.
                .connectionPool(
                        new ConnectionPool(settings.maxInFlight(), KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS))
                // With HTTP/2 all calls would share one connection, and one that breaks would fail them all.
                .protocols(List.of(Protocol.HTTP_1_1))
                // By default, a request whose connection breaks is sent again, unseen. When to repeat is decided
                // elsewhere.
                .retryOnConnectionFailure(false)
                // By default, a redirect of this POST is followed as a GET, to wherever it points.
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(SendGuard.checkBeforeSend())
                .addNetworkInterceptor(new HttpStatusInterceptor())
                .addInterceptor(new OneActionInterceptor(use.action()))
                .addInterceptor(SendGuard.reportUnsent())
                .addInterceptor(new ResponseFormatInterceptor(use))
                .addInterceptor(new ResponseSizeLimit(use.mostBytes()))
                .build();
    }

    private static ClientProfile profile(URI endpoint, OkHttpClient http) {
        HttpProfile profile = new HttpProfile();
        profile.setProtocol(endpoint.getScheme() + "://");
        // By default, the SDK calls the mainland site.
        profile.setEndpoint(endpoint.getAuthority());
        // Also drops the SDK's own interceptor, which builds some 9 KB of log text a call even when it logs nothing.
        profile.setHttpClient(http);
        return new ClientProfile(ClientProfile.SIGN_TC3_256, profile);
    }

    /** The SDK's client with these keys. It never changes them, so a call is signed with one consistent set. */
    VodClient client(Keys keys) {
        Signed signed = last;
        if (signed == null || !signed.keys().equals(keys)) {
            Credential credential = new Credential(keys.secretId(), keys.secretKey(), keys.token());
            signed = new Signed(keys, new VodClient(credential, "", profile)); // a null region fails; this API has none
            last = signed;
        }
        return signed.client();
    }

    /** The same client for a look at the address: every status and body is an answer, and what DNS says is noted. */
    OkHttpClient plain(List<String> addresses) {
        OkHttpClient.Builder builder = http.newBuilder().dns(host -> {
            List<InetAddress> found = http.dns().lookup(host);
            found.forEach(address -> addresses.add(address.getHostAddress()));
            return found;
        });
        builder.networkInterceptors().removeIf(HttpStatusInterceptor.class::isInstance);
        builder.interceptors().removeIf(ResponseFormatInterceptor.class::isInstance);
        builder.interceptors().removeIf(OneActionInterceptor.class::isInstance);
        return builder.build();
    }

    /** Connections open now, idle or in use. */
    int openConnections() {
        return http.connectionPool().connectionCount();
    }

    /** Ends the calls that are running, each with an {@link java.io.IOException}. */
    void cancelCalls() {
        http.dispatcher().cancelAll();
    }

    @Override
    public void close() {
        cancelCalls();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /**
     * Sends calls of one action and no other, whatever the SDK's client is asked for: who only asks can never delete.
     * Stateless, so thread-safe.
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
}

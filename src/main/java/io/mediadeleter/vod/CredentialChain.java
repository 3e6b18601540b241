package io.mediadeleter.vod;

import static java.util.stream.Collectors.joining;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import com.tencentcloudapi.common.provider.CvmRoleCredential;
import com.tencentcloudapi.common.provider.EnvironmentVariableCredentialsProvider;
import com.tencentcloudapi.common.provider.OIDCRoleArnProvider;
import com.tencentcloudapi.common.provider.ProfileCredentialsProvider;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's credential providers in the SDK's own order, each asked until one has keys. The SDK's ready-made chain is
 * not used because whatever its CVM role throws ends it, and because its failure names only the last provider.
 *
 * <p>Immutable; any thread may resolve.
 */
public final class CredentialChain {

    /** No credentials at start. The message says what was tried and every way to give some; it never holds a secret. */
    public static final class MissingCredentials extends RuntimeException implements OperatorError {

        MissingCredentials(String message) {
            super(message);
        }
    }

    /** One way to get credentials. */
    record Link(String name, CredentialsProvider provider) {}

    private record Found(Link link, Credential credential, Keys keys) {}

    private static final Logger log = LoggerFactory.getLogger(CredentialChain.class);

    private static final String WAYS = """
            Give them in one of these ways: \
            (1) the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY; \
            (2) a profile file, ~/.tencentcloud/credentials or /etc/tencentcloud/credentials, with secret_id and \
            secret_key under [default]; \
            (3) a role bound to the CVM instance; \
            (4) a TKE OIDC role, by TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN.""";

    private static final List<Link> SDK = List.of(
            new Link("environment", new EnvironmentVariableCredentialsProvider()),
            new Link("profile file", new ProfileCredentialsProvider()),
            new Link("CVM role", CvmRoleCredential::new),
            new Link("TKE OIDC role", () -> new OIDCRoleArnProvider().getCredentials()));

    private final List<Link> links;

    CredentialChain(List<Link> links) {
        this.links = List.copyOf(links);
    }

    /**
     * Finds the service's credentials. Keys of a role are kept fresh until the source is closed.
     *
     * @param atMost the wait as a whole
     * @throws MissingCredentials if no provider has usable keys in time
     */
    public static CredentialSource resolve(Duration atMost) {
        return new CredentialChain(SDK).find(atMost);
    }

    CredentialSource find(Duration atMost) {
        Search search = new Search(links);
        Found found = await(search, atMost)
                .orElseThrow(() -> new MissingCredentials("No Tencent Cloud credentials (" + search.account()
                        + "; waited at most " + DurationText.of(atMost) + "). " + WAYS));
        log.info("Tencent Cloud credentials come from: {}", found.link().name());
        CredentialSource source = isPermanent(found.credential())
                ? CredentialSource.fixed(found.keys())
                : RoleCredentials.start(found.credential(), found.keys(), Time.system());
        return new Named(source, found.link().name());
    }

    /** A source that knows which link it came from. */
    record Named(CredentialSource source, String origin) implements CredentialSource {

        @Override
        public Optional<Keys> keys() {
            return source.keys();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** On a thread of its own: no timeout bounds an answer that trickles in, and an interrupt does not free who reads it. */
    private static Optional<Found> await(Search search, Duration atMost) {
        FutureTask<Optional<Found>> task = new FutureTask<>(search);
        Daemon.start("vod-credential-search", task);
        try {
            return task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean isPermanent(Credential credential) {
        return credential.getClass() == Credential.class && credential.getUpdater() == null;
    }

    /** Asks the providers in turn, on its own thread; any thread may read how far it is. */
    private static final class Search implements Callable<Optional<Found>> {

        private final List<Link> links;
        private volatile String account = "";

        Search(List<Link> links) {
            this.links = links;
        }

        @Override
        public Optional<Found> call() {
            List<String> passed = new ArrayList<>();
            for (Link link : links) {
                account = joined(passed, link.name() + ": no answer");
                try {
                    Credential credential = link.provider().getCredentials();
                    Optional<Keys> keys = RoleCredentials.read(credential);
                    if (keys.isPresent()) {
                        return keys.map(usable -> new Found(link, credential, usable));
                    }
                    passed.add(link.name() + ": no usable keys");
                } catch (TencentCloudSDKException | RuntimeException e) {
                    passed.add(link.name() + ": " + reason(e));
                }
            }
            account = String.join("; ", passed);
            return Optional.empty();
        }

        private static String joined(List<String> passed, String current) {
            return Stream.concat(passed.stream(), Stream.of(current)).collect(joining("; "));
        }

        String account() {
            return account;
        }

        /** Only texts that the SDK has written itself: what a role's endpoint answered may hold keys. */
        private static String reason(Exception e) {
            if (!(e instanceof TencentCloudSDKException refused) || refused.getCause() != null) {
                return e.getClass().getSimpleName();
            }
            String code = refused.getErrorCode();
            return code == null || code.isEmpty() ? String.valueOf(refused.getMessage()) : code;
        }
    }
}

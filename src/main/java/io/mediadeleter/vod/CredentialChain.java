package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.CredentialLink.Absent;
import io.mediadeleter.vod.CredentialLink.Answer;
import io.mediadeleter.vod.CredentialLink.Failing;
import io.mediadeleter.vod.CredentialLink.Found;
import io.mediadeleter.vod.CredentialLink.Unusable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's ways to get credentials in the SDK's own order: the first that is there decides. The SDK's ready-made chain is
 * not used because it passes over a way that is there and fails, such as one variable of two, for the next: that may be
 * another identity, which may delete more, or of an account in which every media seems gone.
 *
 * <p>Immutable; any thread may resolve.
 */
public final class CredentialChain {

    /** No credentials at start. The message says what was tried and what to do; it never holds a secret. */
    public static final class MissingCredentials extends RuntimeException implements OperatorError {

        private final boolean isMisconfiguration;

        MissingCredentials(String message, boolean isMisconfiguration) {
            super(message);
            this.isMisconfiguration = isMisconfiguration;
        }

        @Override
        public boolean isMisconfiguration() {
            return isMisconfiguration;
        }
    }

    private record Choice(CredentialLink link, Answer answer) {}

    private static final Logger log = LoggerFactory.getLogger(CredentialChain.class);

    private static final String WAYS = """
            Give them in one of these ways: \
            (1) the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY; \
            (2) a profile file, /etc/tencentcloud/credentials or ~/.tencentcloud/credentials, with secret_id and \
            secret_key under [default]; \
            (3) a role bound to the CVM instance; \
            (4) a TKE OIDC role, by TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN. \
            vod.credentials names the one that is meant; no other is asked then.""";

    private final List<CredentialLink> links;

    CredentialChain(List<CredentialLink> links) {
        this.links = List.copyOf(links);
    }

    /**
     * Finds the service's credentials. Keys of a role are kept fresh until the source is closed.
     *
     * @param choice the way to take
     * @param atMost the wait as a whole
     * @throws MissingCredentials if there are none in time, or the first way that is there has no usable ones
     */
    public static CredentialSource resolve(CredentialChoice choice, Duration atMost) {
        return ofSdk(System.getenv(), choice).find(atMost);
    }

    static CredentialChain ofSdk(Map<String, String> environment, CredentialChoice choice) {
        List<CredentialLink> all = List.of(
                new EnvironmentLink(environment),
                ProfileLink.ofSdk(),
                CvmRoleLink.ofSdk(),
                OidcRoleLink.ofSdk(environment));
        return new CredentialChain(all.stream()
                .filter(link -> choice == CredentialChoice.AUTO || choice == link.choice())
                .toList());
    }

    CredentialSource find(Duration atMost) {
        Search search = new Search(links);
        Optional<Choice> chosen = await(search, atMost);
        if (chosen.isPresent() && chosen.get().answer() instanceof Found found) {
            return source(chosen.get().link().name() + found.note(), found);
        }
        if (chosen.isPresent() && chosen.get().answer() instanceof Unusable unusable) {
            throw new MissingCredentials(
                    "The Tencent Cloud credentials of the "
                            + chosen.get().link().name() + " cannot be used: "
                            + unusable.why() + ". " + unusable.remedy()
                            + " No other way to get some was tried, since it may be another identity: name it in vod.credentials if it"
                            + " is meant.",
                    true);
        }
        throw new MissingCredentials(
                "No Tencent Cloud credentials (" + search.account() + "; waited at most " + DurationText.of(atMost)
                        + "). " + WAYS,
                false);
    }

    private static CredentialSource source(String origin, Found found) {
        log.info("Tencent Cloud credentials come from: {}", origin);
        CredentialSource source = isPermanent(found.credential())
                ? CredentialSource.fixed(found.keys())
                : RoleCredentials.start(found.credential(), found.keys(), Time.system());
        return new Named(source, origin);
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
    private static Optional<Choice> await(Search search, Duration atMost) {
        FutureTask<Optional<Choice>> task = new FutureTask<>(search);
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

    /** Asks the links in turn up to the first that is there, on its own thread; any thread may read how far it is. */
    private static final class Search implements Callable<Optional<Choice>> {

        private final List<CredentialLink> links;
        private volatile String account = "";

        Search(List<CredentialLink> links) {
            this.links = links;
        }

        @Override
        public Optional<Choice> call() {
            List<String> passed = new ArrayList<>();
            for (CredentialLink link : links) {
                tell(passed, link.name() + ": no answer");
                Answer answer = link.ask();
                if (answer instanceof Absent absent) {
                    passed.add(link.name() + ": " + absent.why());
                } else {
                    if (answer instanceof Failing failing) {
                        tell(passed, link.name() + ": " + failing.why());
                    }
                    return Optional.of(new Choice(link, answer));
                }
            }
            account = String.join("; ", passed);
            return Optional.empty();
        }

        /** Those after the last one are not asked, as it may be there: whoever reads this is to know why. */
        private void tell(List<String> passed, String last) {
            String later = links.stream()
                    .skip(passed.size() + 1L)
                    .map(link -> "; " + link.name() + ": not asked, as it may be another identity")
                    .reduce("", String::concat);
            account = String.join("; ", passed) + (passed.isEmpty() ? "" : "; ") + last + later;
        }

        String account() {
            return account;
        }
    }
}

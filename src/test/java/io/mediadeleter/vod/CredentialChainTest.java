package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.provider.CredentialsProvider;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.vod.CredentialChain.Link;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class CredentialChainTest {

    private static final Duration LONG = Patience.LIMIT;

    private static final Link ABSENT = new Link("absent", () -> {
        throw new TencentCloudSDKException("Not found file");
    });
    private static final Link EMPTY = new Link("empty", Credential::new);
    private static final Link BROKEN = new Link("broken", () -> {
        throw new IllegalStateException("answered " + KEYS.secretKey());
    });
    private static final Link REFUSED = new Link("refused", () -> {
        throw new TencentCloudSDKException("token " + KEYS.token(), "req-1", "AuthFailure.TokenFailure");
    });
    private static final Link GOOD =
            new Link("good", () -> new Credential(KEYS.secretId(), KEYS.secretKey(), KEYS.token()));

    @Test
    void firstProviderWithKeys_isTaken() {
        CredentialSource source = chain(ABSENT, EMPTY, BROKEN, GOOD).find(LONG);

        assertThat(source.keys()).hasValue(KEYS);
    }

    @Test
    void role_isKeptFresh() {
        CredentialsProvider role = () -> new Credential("id", "key", "token", credential -> {});
        try (CredentialSource source = chain(new Link("role", role)).find(LONG)) {
            assertThat(source)
                    .isInstanceOfSatisfying(
                            CredentialChain.Named.class,
                            named -> assertThat(named.source()).isInstanceOf(RoleCredentials.class));
            assertThat(source.origin()).isEqualTo("role");
            assertThat(source.keys()).hasValue(new Keys("id", "key", "token"));
        }
    }

    @Test
    void noKeys_saysWhatWasTriedAndEveryWayToGiveSome() {
        assertThatThrownBy(() -> chain(ABSENT, EMPTY, BROKEN, REFUSED).find(LONG))
                .isInstanceOf(CredentialChain.MissingCredentials.class)
                .hasMessageContaining("absent: Not found file; empty: no usable keys; broken: IllegalStateException; "
                        + "refused: AuthFailure.TokenFailure;")
                .hasMessageContainingAll(
                        "; waited at most " + DurationText.of(LONG) + "). Give them",
                        "TENCENTCLOUD_SECRET_ID",
                        "TENCENTCLOUD_SECRET_KEY",
                        "~/.tencentcloud/credentials",
                        "CVM",
                        "TKE_ROLE_ARN")
                .hasMessageNotContainingAny(KEYS.secretKey(), String.valueOf(KEYS.token()))
                .hasNoCause();
    }

    @Test
    void providerThatHangs_isWaitedForOnlySoLong() {
        CountDownLatch end = new CountDownLatch(1);
        Link hanging = new Link("hanging", () -> {
            while (true) {
                try {
                    end.await();
                    throw new TencentCloudSDKException("ended");
                } catch (InterruptedException e) {
                    // as a socket does
                }
            }
        });

        await().untilAsserted(() -> assertThatThrownBy( // a busy machine may not get as far within 100 ms
                        () -> chain(ABSENT, hanging, GOOD).find(Duration.ofMillis(100)))
                .isInstanceOf(CredentialChain.MissingCredentials.class)
                .hasMessageContaining("absent: Not found file; hanging: no answer"));
        end.countDown();
    }

    private static CredentialChain chain(Link... links) {
        return new CredentialChain(List.of(links));
    }
}

package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tencentcloudapi.common.Credential;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.vod.CredentialChain.MissingCredentials;
import io.mediadeleter.vod.CredentialLink.Absent;
import io.mediadeleter.vod.CredentialLink.Answer;
import io.mediadeleter.vod.CredentialLink.Failing;
import io.mediadeleter.vod.CredentialLink.Found;
import io.mediadeleter.vod.CredentialLink.Unusable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class CredentialChainTest {

    private static final Duration LONG = Patience.LIMIT;

    private static final CredentialLink ABSENT = link("absent", () -> new Absent("not set up"));
    private static final CredentialLink GOOD = link(
            "good",
            () -> new Found(new Credential(KEYS.secretId(), KEYS.secretKey(), KEYS.token()), KEYS, ", as a whole"));

    @Test
    void linkThatIsAbsent_isPassedOver() {
        CredentialSource source = chain(ABSENT, ABSENT, GOOD).find(LONG);

        assertThat(source.keys()).hasValue(KEYS);
        assertThat(source.origin()).isEqualTo("good, as a whole");
    }

    /** The next may be another identity: one that may delete more, or of an account in which every media seems gone. */
    @Test
    void linkThatIsUnusable_isNotPassedOver() {
        CredentialLink half = link("half", () -> new Unusable("one of two is missing", "Set both."));

        assertThatThrownBy(() -> chain(ABSENT, half, GOOD).find(LONG))
                .isInstanceOfSatisfying(
                        MissingCredentials.class,
                        missing -> assertThat(missing.isMisconfiguration()).isTrue())
                .hasMessage(
                        "The Tencent Cloud credentials of the half cannot be used: one of two is missing. Set both."
                                + " No other way to get some was tried, since it may be another identity: name it in vod.credentials if it is meant.");
    }

    @Test
    void linkThatFails_isNotPassedOver() {
        CredentialLink failing = link("role", () -> new Failing("HTTP 500"));

        assertThatThrownBy(() -> chain(ABSENT, failing, GOOD).find(LONG))
                .isInstanceOfSatisfying(
                        MissingCredentials.class,
                        missing -> assertThat(missing.isMisconfiguration()).isFalse())
                .hasMessageContaining(
                        "absent: not set up; role: HTTP 500; good: not asked, as it may be another identity;")
                .hasMessageContaining("vod.credentials");
    }

    @Test
    void linkThatThrows_isNotPassedOver() {
        CredentialLink broken = link("broken", () -> {
            throw new IllegalStateException("answered " + KEYS.secretKey());
        });

        assertThatThrownBy(() -> chain(broken, GOOD).find(LONG))
                .isInstanceOf(MissingCredentials.class)
                .hasMessageContaining("broken: no answer; good: not asked")
                .hasMessageNotContaining(KEYS.secretKey())
                .hasNoCause();
    }

    @Test
    void role_isKeptFresh() {
        Credential role = new Credential("id", "key", "token", credential -> {});
        Keys keys = new Keys("id", "key", "token");
        try (CredentialSource source =
                chain(link("role", () -> new Found(role, keys, ""))).find(LONG)) {
            assertThat(source)
                    .isInstanceOfSatisfying(
                            CredentialChain.Named.class,
                            named -> assertThat(named.source()).isInstanceOf(RoleCredentials.class));
            assertThat(source.origin()).isEqualTo("role");
            assertThat(source.keys()).hasValue(keys);
        }
    }

    @Test
    void noKeys_saysWhatWasTriedAndEveryWayToGiveSome() {
        assertThatThrownBy(() -> chain(ABSENT, ABSENT).find(LONG))
                .isInstanceOf(MissingCredentials.class)
                .hasMessageContaining("(absent: not set up; absent: not set up; waited at most " + DurationText.of(LONG)
                        + "). Give them")
                .hasMessageContainingAll(
                        "TENCENTCLOUD_SECRET_ID",
                        "TENCENTCLOUD_SECRET_KEY",
                        "~/.tencentcloud/credentials",
                        "CVM",
                        "TKE_ROLE_ARN")
                .hasNoCause();
    }

    @Test
    void linkThatHangs_isWaitedForOnlySoLong() {
        CountDownLatch end = new CountDownLatch(1);
        CredentialLink hanging = link("hanging", () -> {
            while (true) {
                try {
                    end.await();
                    return new Absent("ended");
                } catch (InterruptedException e) {
                    // as a socket does
                }
            }
        });

        await().untilAsserted(() -> assertThatThrownBy( // a busy machine may not get as far within 100 ms
                        () -> chain(ABSENT, hanging, GOOD).find(Duration.ofMillis(100)))
                .isInstanceOf(MissingCredentials.class)
                .hasMessageContaining("absent: not set up; hanging: no answer; good: not asked"));
        end.countDown();
    }

    @Test
    void halfAKeyPair_isNotReplacedByARole() {
        CredentialChain chain =
                CredentialChain.ofSdk(Map.of("TENCENTCLOUD_SECRET_ID", KEYS.secretId()), CredentialChoice.AUTO);

        assertThatThrownBy(() -> chain.find(LONG))
                .isInstanceOf(MissingCredentials.class)
                .hasMessageContaining("environment cannot be used: TENCENTCLOUD_SECRET_KEY is not set.")
                .hasMessageNotContaining(KEYS.secretId());
    }

    @ParameterizedTest
    @EnumSource(
            value = CredentialChoice.class,
            names = {"ENVIRONMENT", "TKE_OIDC_ROLE"})
    void linkThatIsNamed_isTheOnlyOneAsked(CredentialChoice choice) {
        assertThatThrownBy(() -> CredentialChain.ofSdk(Map.of(), choice).find(LONG))
                .isInstanceOf(MissingCredentials.class)
                .hasMessageMatching("No Tencent Cloud credentials \\([^;]* are not set; waited .*");
    }

    private static CredentialChain chain(CredentialLink... links) {
        return new CredentialChain(List.of(links));
    }

    private static CredentialLink link(String name, Supplier<Answer> answer) {
        return new CredentialLink() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CredentialChoice choice() {
                return CredentialChoice.AUTO;
            }

            @Override
            public Answer ask() {
                return answer.get();
            }
        };
    }
}

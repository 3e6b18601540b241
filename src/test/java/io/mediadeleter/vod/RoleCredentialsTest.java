package io.mediadeleter.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The clock stands still unless a test moves it, and the readers' first turn is far off: each test reads itself. */
class RoleCredentialsTest {

    private static final Keys OLD = new Keys("old-id", "old-key", "old-token");
    private static final Keys NEW = new Keys("new-id", "new-key", "new-token");

    private final StoppedTime time = new StoppedTime();
    private final Credential role = new Credential("old-id", "old-key", "old-token");

    @AutoClose
    private final RoleCredentials credentials = RoleCredentials.start(role, OLD, time);

    @Test
    void newKeys_replaceTheOldOnes() {
        role.setUpdater(RoleCredentialsTest::renew);

        credentials.refresh();

        assertThat(credentials.keys()).hasValue(NEW);
    }

    @Test
    void shortFailure_leavesTheKeysThatAreStillValid() {
        role.setUpdater(RoleCredentialsTest::fail);
        time.pass(RoleCredentials.VALIDITY);

        credentials.refresh();

        assertThat(credentials.keys()).hasValue(OLD);
    }

    @Test
    void longFailure_leavesNoKeysUntilARefreshWorks() {
        role.setUpdater(RoleCredentialsTest::fail);
        time.pass(RoleCredentials.VALIDITY.plusMillis(1));
        credentials.refresh();
        assertThat(credentials.keys()).isEmpty();

        role.setUpdater(RoleCredentialsTest::renew);
        credentials.refresh();

        assertThat(credentials.keys()).hasValue(NEW);
    }

    @Test
    void nullKeys_areNotTaken() {
        role.setUpdater(credential -> credential.setSecretId(null));

        credentials.refresh();

        assertThat(credentials.keys()).hasValue(OLD);
    }

    @Test
    void keysThatChangeWhileTheyAreRead_areNotTaken() {
        Credential changing = new Credential();
        int[] reads = {0};
        changing.setUpdater(credential -> {
            reads[0]++;
            set(credential, reads[0] > 1 ? NEW : OLD);
        });

        assertThat(RoleCredentials.read(changing)).isEmpty();
        assertThat(RoleCredentials.read(changing)).hasValue(NEW);
    }

    @Test
    void readerThatComesBackLate_doesNotBringOldKeysBack() {
        role.setUpdater(credential -> {
            credential.setUpdater(RoleCredentialsTest::renew);
            time.pass(Duration.ofSeconds(1));
            credentials.refresh(); // another reader, while this one hangs
            credential.setUpdater(null);
            set(credential, OLD);
        });

        credentials.refresh();

        assertThat(credentials.keys()).hasValue(NEW);
    }

    @Test
    void readersThatHang_leaveTheNextToOthers() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(4);
        role.setUpdater(credential -> {
            begun.countDown();
            hang();
        });
        for (int others = 0; others < 4; others++) {
            time.pass(RoleCredentials.PATIENCE.multipliedBy(others));
            credentials.turn();
            credentials.turn();
        }
        assertThat(begun.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(credentials.keys()).isEmpty();

        role.setUpdater(RoleCredentialsTest::renew);
        time.pass(RoleCredentials.PATIENCE.multipliedBy(4));
        credentials.turn();

        await().until(credentials::keys, Optional.of(NEW)::equals);
    }

    @Test
    void readersThatHungBefore_delayNoReadingOnceTheEndpointAnswers() {
        boolean[] hangs = {true};
        role.setUpdater(RoleCredentialsTest::renew);
        try (RoleCredentials credentials = reading(body -> {
            if (!hangs[0]) {
                body.run();
            }
        })) {
            for (int others = 0; others < 6; others++) {
                time.pass(RoleCredentials.PATIENCE.multipliedBy(others));
                credentials.turn();
            }
            hangs[0] = false;
            time.pass(RoleCredentials.PATIENCE.multipliedBy(6));
            credentials.turn();

            for (int turn = 0; turn < 40; turn++) {
                assertThat(credentials.keys()).as("before turn %d", turn).hasValue(NEW);
                time.pass(RoleCredentials.INTERVAL);
                credentials.turn();
            }
        }
    }

    @Test
    void readersThatCameBack_excuseNoLaterOnes() {
        List<Runnable> begun = new ArrayList<>();
        role.setUpdater(RoleCredentialsTest::renew);
        try (RoleCredentials credentials = reading(begun::add)) {
            for (int others = 0; others < 4; others++) {
                time.pass(RoleCredentials.PATIENCE.multipliedBy(others));
                credentials.turn();
            }
            begun.get(3).run();
            begun.subList(0, 3).forEach(Runnable::run);
            begun.clear();

            for (int turn = 0; turn < 3; turn++) {
                time.pass(RoleCredentials.INTERVAL);
                credentials.turn();
            }

            assertThat(begun).as("the second waits for the first, which hangs").hasSize(1);
        }
    }

    @Test
    void readersThatHangBetweenAnswers_areWaitedForOnceTheyAreMany() {
        int[] begun = {0};
        role.setUpdater(RoleCredentialsTest::renew);
        try (RoleCredentials credentials = reading(body -> {
            begun[0]++;
            if (begun[0] % 2 == 0) {
                body.run();
            }
        })) {
            for (int turn = 0; turn < 2_000; turn++) {
                time.pass(RoleCredentials.INTERVAL);
                credentials.turn();
            }

            assertThat(begun[0] / 2).isBetween(RoleCredentials.MOST_FORGOTTEN, 3 * RoleCredentials.MOST_FORGOTTEN);
        }
    }

    /** As at a limit of threads; the scheduler runs nothing again that has thrown. */
    @Test
    void readerThatCannotBegin_isTriedAgainTheNextTime() {
        boolean[] fails = {true};
        role.setUpdater(RoleCredentialsTest::renew);
        try (RoleCredentials credentials = reading(body -> {
            if (fails[0]) {
                throw new InternalError("no thread");
            }
            body.run();
        })) {
            credentials.turn();
            assertThat(credentials.keys()).hasValue(OLD);
            fails[0] = false;
            time.pass(RoleCredentials.INTERVAL);

            credentials.turn();

            assertThat(credentials.keys()).hasValue(NEW);
        }
    }

    private RoleCredentials reading(Consumer<Runnable> readers) {
        return RoleCredentials.start(role, OLD, time, readers);
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void renew(Credential credential) {
        set(credential, NEW);
    }

    private static void fail(Credential credential) throws TencentCloudSDKException {
        throw new TencentCloudSDKException("CVM role token data failed");
    }

    private static void set(Credential credential, Keys keys) {
        credential.setSecretId(keys.secretId());
        credential.setSecretKey(keys.secretKey());
        credential.setToken(keys.token());
    }
}

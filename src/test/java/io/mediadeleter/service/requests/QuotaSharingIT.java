package io.mediadeleter.service.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that share the quota by a real topic. */
@WithKafka
class QuotaSharingIT {

    private static final int QUOTA = 100;

    @AutoClose
    private final ServiceRig rig;

    QuotaSharingIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_QUOTA_MODE", "group"));
    }

    @BeforeEach
    void fillTheTopic() {
        rig.requestAll(IntStream.range(0, 12_000).mapToObj(i -> String.valueOf(8_000_000_000_000_000L + i)));
        rig.simulator().quota().limit(QUOTA);
    }

    private static int rate(Service service) {
        return service.quota().map(QuotaSnapshot::rate).orElse(0);
    }

    @Test
    void twoBusyInstances_haveHalfEachAndTheOneThatIsLeftHasAll() throws InterruptedException {
        Service one = rig.start("one");
        await("calls at the whole quota")
                .until(() ->
                        rate(one) == QUOTA && rig.simulator().calls().stats().total() > QUOTA);
        Service two = rig.start("two");
        await("half of the quota each").untilAsserted(() -> {
            assertThat(rate(one)).isEqualTo(QUOTA / 2);
            assertThat(two.quota()).hasValueSatisfying(seen -> {
                assertThat(seen.rate()).isEqualTo(QUOTA / 2);
                assertThat(seen.grants().values()).containsExactly(QUOTA / 2, QUOTA / 2);
                assertThat(seen.member()).startsWith("two-");
            });
        });

        one.stop();

        await("all of the quota again").until(() -> rate(two) == QUOTA);
        assertThat(one.awaitEnd()).isEmpty();
        double refused = rig.simulator().calls().stats().count("RequestLimitExceeded");
        // Calls that a busy machine held up come together; of twice the quota, half would be refused.
        assertThat(refused / rig.simulator().calls().stats().total()).isLessThan(0.2);
    }
}

package io.mediadeleter.kafka.quota;

import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.QuotaLogLost;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.quota.QuotaTerms;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who claims on the quota topic just now, for somebody who takes no part: it writes one claim of a member that wants nothing,
 * and reads what the others have said up to there. Stateless.
 */
public final class QuotaMembers {

    /** Members claim twice a second. */
    private static final Duration LATELY = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int LOOKS = 50;

    private QuotaMembers() {}

    /**
     * What the members are set to that claimed within the last seconds, by name.
     *
     * @throws KafkaFailure when the topic cannot be written and read
     */
    public static Map<String, QuotaTerms> heard(KafkaSettings settings, String topic) {
        String nobody = "check-" + UUID.randomUUID();
        Map<String, QuotaTerms> heard = new TreeMap<>();
        try (KafkaQuotaLog log = new KafkaQuotaLog(settings, topic)) {
            log.start(new Claim(nobody, 1, 0, 0), LATELY);
            for (int look = 0; look < LOOKS; look++) {
                for (LoggedClaim logged : log.read(PATIENCE)) {
                    Claim claim = logged.claim();
                    if (claim.member().equals(nobody)) {
                        return heard;
                    }
                    note(claim, heard);
                }
            }
            throw new QuotaLogLost("what is written to it does not come back");
        } catch (QuotaLogLost lost) {
            throw KafkaFailure.of(settings.bootstrapServers(), "read the quota topic", lost);
        }
    }

    /** Those that do not tell are left out. */
    private static void note(Claim claim, Map<String, QuotaTerms> heard) {
        if (claim.terms() != null) {
            heard.put(claim.member(), claim.terms());
        }
    }
}

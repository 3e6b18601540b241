package io.mediadeleter.app;

import io.mediadeleter.kafka.KafkaInbox;
import io.mediadeleter.kafka.KafkaOutbox;
import io.mediadeleter.kafka.KafkaQuotaLog;
import io.mediadeleter.kafka.RequestDecoder;
import io.mediadeleter.kafka.ResultEncoder;
import io.mediadeleter.ops.LogTelemetry;
import io.mediadeleter.pipeline.MediaStore;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.QuotaSharing;
import io.mediadeleter.pipeline.Time;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.DryRunMediaStore;
import io.mediadeleter.vod.VodMediaStore;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One instance of the service, wired in one place: read {@link #start} top to bottom for the architecture. Safe for any
 * thread.
 */
public final class Service {

    /** Above a call's own limit: the time to commit what the last calls brought. */
    private static final Duration DRAIN_MARGIN = Duration.ofSeconds(3);

    private final Pipeline pipeline;
    private final Resources resources;

    private Service(Pipeline pipeline, Resources resources) {
        this.pipeline = pipeline;
        this.resources = resources;
    }

    /**
     * Starts to consume, call and settle.
     *
     * @throws io.mediadeleter.pipeline.OutboxFailure if Kafka does not let this instance write
     */
    public static Service start(Settings settings, CredentialSource credentials) {
        Resources resources = new Resources();
        try {
            return new Service(wire(settings, credentials, resources), resources);
        } catch (RuntimeException failed) {
            resources.close();
            throw failed;
        }
    }

    private static Pipeline wire(Settings settings, CredentialSource credentials, Resources resources) {
        Time time = Time.system();

        RequestDecoder decoder = new RequestDecoder(settings.requestRules());
        ResultEncoder results = new ResultEncoder(
                URI.create("/media-deleter/" + settings.kafka().groupId()));
        KafkaInbox inbox = resources.add(new KafkaInbox(settings.kafka(), settings.topics(), decoder::decode));
        KafkaOutbox outbox = resources.add(new KafkaOutbox(settings.kafka(), settings.topics(), inbox, results));

        TokenBucket bucket = settings.quotaMode() == QuotaMode.GROUP
                ? TokenBucket.shared(time.nanoTime())
                : new TokenBucket(settings.quotaPerSecond(), time.nanoTime());
        MediaStore store = settings.dryRun()
                ? new DryRunMediaStore()
                : resources.add(
                        new VodMediaStore(settings.vod(), credentials, new FaultTable(settings.faultOverrides())));
        SettlementPolicy policy = new SettlementPolicy(settings.retryLadder());

        Pipeline.Parts parts = new Pipeline.Parts(
                inbox,
                outbox,
                store,
                bucket,
                policy,
                new LogTelemetry(),
                time,
                new Pipeline.Limits(
                        settings.vod().maxInFlight(),
                        settings.settleInterval(),
                        settings.vod().callTimeout().plus(DRAIN_MARGIN)));
        Pipeline pipeline = settings.quotaMode() == QuotaMode.GROUP
                ? new Pipeline(parts, sharing(settings, resources))
                : new Pipeline(parts);

        outbox.open();
        pipeline.start();
        return pipeline;
    }

    private static QuotaSharing sharing(Settings settings, Resources resources) {
        KafkaQuotaLog log = resources.add(
                new KafkaQuotaLog(settings.kafka(), settings.topics().quota()));
        return new QuotaSharing(
                log,
                QuotaRules.of(settings.quotaPerSecond(), settings.quotaLease()),
                () -> settings.kafka().instanceId() + "-" + UUID.randomUUID());
    }

    /** This instance's share of the quota; empty when it has the quota for itself, or has not begun to share it. */
    public Optional<QuotaSnapshot> quota() {
        return pipeline.quota();
    }

    /** Asks the service to drain and end; returns at once. */
    public void stop() {
        pipeline.stop();
    }

    /** Waits until the service has ended and lets go of all it holds; what ended it, or empty after a clean stop. */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        Optional<Throwable> failure = pipeline.awaitEnd();
        resources.close();
        return failure;
    }
}

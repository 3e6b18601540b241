package io.mediadeleter.service;

import io.mediadeleter.config.QuotaMode;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.KafkaRequestLog;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.control.KafkaControlLog;
import io.mediadeleter.kafka.group.KafkaGroupPeers;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.quota.KafkaQuotaLog;
import io.mediadeleter.ops.status.InstanceReporter;
import io.mediadeleter.pipeline.PipelineLimits;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.quota.QuotaSharing;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.DryRunMediaStore;
import io.mediadeleter.vod.VodMediaStore;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of a service as its settings say; {@link Service} puts them together. What has to be closed is added to the resources.
 */
record ServiceFactory(Settings settings, Resources resources) {

    KafkaRequestLog requests() {
        RequestDecoder decoder = new RequestDecoder(settings.requestRules());
        return new KafkaRequestLog(
                settings.kafka(),
                settings.topics(),
                new ReadingRules(
                        decoder::decode,
                        settings.gracePeriod(),
                        settings.requests().start(),
                        settings.requests().ageLimit()),
                new ResultEncoder(settings.kafka().groupId()));
    }

    /**
     * What deletes, or says that it would.
     *
     * @param uncaught hears of what ends a worker's thread
     */
    MediaStore store(CredentialSource credentials, Consumer<Throwable> uncaught) {
        return settings.dryRun()
                ? new DryRunMediaStore()
                : resources.add(new VodMediaStore(
                        settings.vod(),
                        credentials,
                        new FaultTable(settings.faultOverrides()),
                        (thread, thrown) -> uncaught.accept(thrown)));
    }

    TokenBucket bucket(Time time) {
        return settings.quotaMode() == QuotaMode.GROUP
                ? TokenBucket.shared(time.nanoTime())
                : new TokenBucket(settings.quotaPerSecond(), time.nanoTime());
    }

    /** In a dry run nothing begins to wait: a group beside it may read the same grace topics, and would call what it finds there. */
    SettlementPolicy policy() {
        GracePeriod begins = settings.dryRun() ? GracePeriod.NONE : settings.gracePeriod();
        return new SettlementPolicy(
                settings.retrySchedule(), settings.requests().absent(), begins);
    }

    PipelineLimits limits() {
        return new PipelineLimits(
                settings.vod().maxInFlight(),
                settings.callsPerHour(),
                settings.requests().ageLimit(),
                settings.settleInterval(),
                Service.drainLimit(settings));
    }

    /** Null where each instance has a quota of its own. */
    @Nullable
    QuotaSharing sharing() {
        if (settings.quotaMode() != QuotaMode.GROUP) {
            return null;
        }
        KafkaQuotaLog log = resources.add(
                new KafkaQuotaLog(settings.kafka(), settings.topics().quota()));
        return new QuotaSharing(log, QuotaRules.of(settings.quotaPerSecond(), settings.quotaLease()), this::process);
    }

    ControlParts control(InstanceReporter reporter, KafkaRequestLog requests) {
        KafkaControlLog log = resources.add(
                new KafkaControlLog(settings.kafka(), settings.topics().control(), requests::obeys));
        KafkaGroupPeers peers = resources.add(new KafkaGroupPeers(settings.kafka(), requests::memberId, Time.system()));
        return new ControlParts(
                log, settings.kafka().instanceId(), this::process, settings.maxHolds(), reporter::report, peers);
    }

    /** A name that no process ever had. */
    private String process() {
        return settings.kafka().instanceId() + "-" + UUID.randomUUID();
    }
}

package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.control.KafkaControlLog;
import io.mediadeleter.kafka.outbox.PlainRequestLog;
import io.mediadeleter.ops.log.LogTelemetry;
import io.mediadeleter.pipeline.NoPeers;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.PipelineLimits;
import io.mediadeleter.pipeline.PipelineParts;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import io.mediadeleter.vod.VodMediaStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The product with the promise of one settlement taken out: what that promise costs is the difference. */
final class NoTransactions implements Peer {

    @Override
    public AutoCloseable start(Settings settings) {
        Time time = Time.system();
        ResultEncoder results = new ResultEncoder("no-transactions");
        PlainRequestLog requests = new PlainRequestLog(
                settings.kafka(), settings.topics(), new RequestDecoder(settings.requestRules())::decode, results);
        VodMediaStore store = new VodMediaStore(
                settings.vod(),
                CredentialSource.fixed(new Keys("simulator", "simulator", null)),
                new FaultTable(settings.faultOverrides()),
                (thread, thrown) -> System.exit(1));
        KafkaControlLog control =
                new KafkaControlLog(settings.kafka(), settings.topics().control(), obeyed -> {});
        Pipeline pipeline = new Pipeline(
                new PipelineParts(
                        requests,
                        store,
                        new TokenBucket(settings.quotaPerSecond(), time.nanoTime()),
                        new SettlementPolicy(settings.retrySchedule(), AbsentMedia.RESULT, GracePeriod.NONE),
                        new LogTelemetry(),
                        time,
                        new PipelineLimits(
                                settings.vod().maxInFlight(),
                                settings.callsPerHour(),
                                settings.requests().ageLimit(),
                                settings.settleInterval(),
                                Duration.ofSeconds(5))),
                null,
                new ControlParts(
                        control,
                        settings.kafka().instanceId(),
                        () -> settings.kafka().instanceId() + "-" + UUID.randomUUID(),
                        settings.maxHolds(),
                        Optional::empty,
                        new NoPeers()));
        pipeline.start();
        return () -> {
            pipeline.stop();
            pipeline.awaitEnd();
            store.close();
            control.close();
            requests.close();
        };
    }
}

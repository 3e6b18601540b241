package io.mediadeleter.cli.check;

import io.mediadeleter.config.QuotaMode;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.acl.AccessPlan;
import io.mediadeleter.kafka.acl.AccessTrial;
import io.mediadeleter.kafka.acl.AccessTrial.Report;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClusterFacts;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.quota.BrokerClock;
import io.mediadeleter.kafka.quota.QuotaMembers;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What is looked at on the brokers. Stateless. */
final class KafkaChecks {

    static final String BROKERS = "brokers";
    static final String TOPICS = "topics";
    static final String RIGHTS = "rights";
    static final String COMMITS = "commits";
    static final String QUOTA = "quota";
    static final String CLOCK = "clock";

    private static final String WAITS =
            "Without Write on all transactional ids that begin with the group's, partitions of an"
                    + " instance that was killed may wait 15 s for its transaction. ";
    private static final String GROUP_FEATURE = "group.version";

    private final Settings settings;

    KafkaChecks(Settings settings) {
        this.settings = settings;
    }

    List<Finding> brokers() {
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            ClusterFacts facts = ClusterFacts.of(session);
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(
                    BROKERS,
                    "cluster " + facts.clusterId() + " of " + facts.brokers().size() + ": "
                            + String.join(", ", facts.brokers())));
            findings.add(Finding.ok(BROKERS, "features: " + describe(facts.features())));
            facts.unreachable()
                    .forEach((broker, why) -> findings.add(Finding.wrong(
                            BROKERS,
                            "broker " + broker + " is listed by the cluster but does not answer: " + why,
                            "see its advertised.listeners and the network")));
            if (wantsConsumerProtocol()) {
                groupProtocol(facts, settings.kafka().bootstrapServers()).ifPresent(findings::add);
            }
            return findings;
        }
    }

    /** What keeps these brokers from the consumer protocol; only what they offer is advised. */
    static Optional<Finding> groupProtocol(ClusterFacts facts, String brokers) {
        if (facts.features().getOrDefault(GROUP_FEATURE, 0) >= 1) {
            return Optional.empty();
        }
        String wish = "kafka.consumer.group.protocol=consumer needs the feature " + GROUP_FEATURE + " at 1";
        return Optional.of(
                facts.offered().getOrDefault(GROUP_FEATURE, 0) >= 1
                        ? Finding.wrong(
                                BROKERS,
                                wish,
                                "run `kafka-features.sh --bootstrap-server " + brokers
                                        + " upgrade --feature group.version=1`, or use classic")
                        : Finding.wrong(
                                BROKERS,
                                wish + ", which these brokers do not offer",
                                "use classic, or run Kafka 4.0 or later"));
    }

    List<Finding> rights() {
        AccessPlan plan = settings.accessPlan();
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            Report report = new AccessTrial(settings.kafka(), session).compare(plan);
            List<Finding> findings = new ArrayList<>();
            report.missing().forEach(right -> findings.add(missing(right)));
            report.unknown().stream()
                    .map(Right::name)
                    .distinct()
                    .forEach(topic -> findings.add(Finding.skipped(RIGHTS, "the topic " + topic)));
            return findings.isEmpty()
                    ? List.of(Finding.ok(
                            RIGHTS,
                            "all " + plan.rights().size() + " required ACLs are granted. "
                                    + (report.mayEndOthers() ? "" : WAITS) + rightsToDelete()))
                    : findings;
        }
    }

    /** What this client cannot find out is who else may write there: only the brokers' owner can look. */
    private String rightsToDelete() {
        List<String> topics = new ArrayList<>(settings.topics().consumed());
        topics.add(settings.topics().deadLetter());
        return "The right to write to any of these is the right to delete media: " + String.join(", ", topics)
                + ". The right to write to "
                + settings.topics().control() + " is the right to stop deletion and to lift what stops it";
    }

    /** Whether requests can be read, and what is called could be settled: a broker that is too old has all the rest. */
    List<Finding> commits() {
        Optional<String> unread = AccessTrial.obstacleToReading(settings.kafka());
        if (unread.isPresent()) {
            return List.of(Finding.wrong(
                    COMMITS,
                    "no consumer of requests can be made: " + unread.get(),
                    "see media-deleter.kafka.client.* and media-deleter.kafka.consumer.*"));
        }
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            return List.of(new AccessTrial(settings.kafka(), session)
                    .obstacleToCommits(settings.topics().requested())
                    .map(why -> Finding.wrong(
                            COMMITS,
                            "no transaction can commit the offsets of group "
                                    + settings.kafka().groupId() + ": " + why,
                            null))
                    .orElseGet(() -> Finding.ok(COMMITS, "a transaction can commit the group's offsets")));
        }
    }

    /** The instances that share the quota, and these settings with them, should be set alike. */
    List<Finding> quota() {
        if (settings.quotaMode() == QuotaMode.LOCAL) {
            return List.of(Finding.ok(QUOTA, "not shared with quota.mode=local"));
        }
        QuotaTerms own = new QuotaTerms(settings.quotaPerSecond(), settings.quotaLease());
        Map<String, QuotaTerms> others =
                QuotaMembers.heard(settings.kafka(), settings.topics().quota());
        List<Finding> differing = others.entrySet().stream()
                .filter(member -> !member.getValue().equals(own))
                .map(member -> Finding.wrong(
                        QUOTA,
                        "the instance " + member.getKey() + " is set to " + member.getValue() + ", this one to " + own
                                + "; the lowest applies to all",
                        "set quota.per-second and quota.lease to the same values"))
                .toList();
        return differing.isEmpty()
                ? List.of(Finding.ok(QUOTA, own + "; running instances that are set alike: " + others.size()))
                : differing;
    }

    /** Only the shares of the quota go by the brokers' clock. */
    List<Finding> clock() {
        if (settings.quotaMode() == QuotaMode.LOCAL) {
            return List.of(Finding.ok(CLOCK, "not checked: quota.mode=local does not use the brokers' clocks"));
        }
        try {
            return List.of(BrokerClock.ahead(settings.kafka(), settings.topics().quota(), Time.system())
                    .map(ahead -> ClockSkew.finding(CLOCK, "the brokers'", ahead))
                    .orElseGet(() -> Finding.skipped(CLOCK, TOPICS + ", where the quota topic's stamp is wrong")));
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return List.of(Finding.skipped(CLOCK, RIGHTS + ": to write to the quota topic"));
            }
            if (failed.getCause() instanceof TimeoutException) {
                return List.of(Finding.skipped(CLOCK, TOPICS + ": a quota topic that takes a record"));
            }
            throw failed;
        }
    }

    private Finding missing(Right right) {
        return Finding.wrong(
                RIGHTS,
                "missing ACL: " + right + " (needed to " + right.need() + ")",
                "run `kafka-acls.sh --bootstrap-server " + settings.kafka().bootstrapServers()
                        + " --add --allow-principal User:NAME " + right.options() + "`");
    }

    private boolean wantsConsumerProtocol() {
        Map<String, String> own = settings.kafka().consumer();
        String protocol =
                own.getOrDefault("group.protocol", settings.kafka().client().getOrDefault("group.protocol", "classic"));
        return protocol.equalsIgnoreCase("consumer");
    }

    private static String describe(Map<String, Integer> features) {
        return features.isEmpty()
                ? "not reported (brokers older than 2.7)"
                : features.entrySet().stream()
                        .map(feature -> feature.getKey() + " " + feature.getValue())
                        .collect(Collectors.joining(", "));
    }
}

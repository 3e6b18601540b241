package io.mediadeleter.cli.check;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.Coordinators;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.partitions.EndOffsets;
import io.mediadeleter.kafka.partitions.LeftoverSearch;
import io.mediadeleter.kafka.scan.OpenTransactions;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicInspection.TopicFinding;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.TransactionAdvice;
import io.mediadeleter.time.Time;
import java.util.ArrayList;
import java.util.List;

/** What is looked at of the topics, the service's and Kafka's own. Stateless. */
final class TopicChecks {

    private static final String TOPICS = KafkaChecks.TOPICS;

    private final Settings settings;

    TopicChecks(Settings settings) {
        this.settings = settings;
    }

    List<Finding> topics() {
        List<Finding> findings = new ArrayList<>(planned());
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            findings.addAll(coordinators(session));
            findings.addAll(leftBehind(session));
            findings.addAll(openTransactions(session));
        }
        return findings;
    }

    private List<Finding> planned() {
        TopicPlan plan = settings.topicPlan();
        try (TopicAdmin admin = new TopicAdmin(settings.kafka())) {
            List<TopicFinding> wrong = admin.check(plan);
            return wrong.isEmpty()
                    ? List.of(Finding.ok(TOPICS, "all " + plan.topics().size() + " are there and as they should be"))
                    : wrong.stream()
                            .map(found -> Finding.wrong(TOPICS, found.topic() + ": " + found.what(), found.remedy()))
                            .toList();
        }
    }

    /** Without them all that comes after would end in a time-out, which says nothing. */
    private List<Finding> coordinators(AdminSession session) {
        KafkaSettings kafka = settings.kafka();
        List<String> ids =
                List.of(ClientConfigs.transactionalId(kafka), ClientConfigs.deadLetterTransactionalId(kafka));
        return Coordinators.look(session).gaps(kafka.groupId(), ids).stream()
                .map(gap -> Finding.wrong(TOPICS, gap, null))
                .toList();
    }

    private List<Finding> leftBehind(AdminSession session) {
        try {
            return LeftoverSearch.find(session, settings.kafka(), settings.topics()).stream()
                    .map(left -> left.drained().isPresent()
                            ? Finding.ok(TOPICS, left.toString())
                            : Finding.warning(TOPICS, left.toString()))
                    .toList();
        } catch (KafkaFailure failed) {
            return List.of(Finding.warning(TOPICS, "What earlier settings left is not known: " + failed.getMessage()));
        }
    }

    /** Records behind them are invisible to all that counts what can be read. */
    private List<Finding> openTransactions(AdminSession session) {
        try {
            return OpenTransactions.find(
                            session, settings.topics().consumed(), Time.system().now(), EndOffsets.LONG_OPEN)
                    .stream()
                    .map(TopicChecks::finding)
                    .toList();
        } catch (KafkaFailure failed) {
            return List.of(Finding.warning(
                    TOPICS, "Whether an open transaction hides records is not known: " + failed.getMessage()));
        }
    }

    private static Finding finding(OpenTransactions open) {
        String what = Figures.count(open.records(), "record") + " of " + open.partition()
                + " cannot be read, behind an open transaction";
        return open.since()
                .map(since -> Finding.wrong(
                        TOPICS,
                        what + " whose last write was at " + since,
                        "have its producer commit or abort it; " + TransactionAdvice.HOW))
                .orElseGet(() -> Finding.warning(TOPICS, what + "; since when is unknown"));
    }
}

package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Without a broker: what the log says of partitions that the group has no offset for. */
class OffsetlessPartitionsTest {

    private static final TopicPartition ONE = new TopicPartition("media-delete-requested", 0);

    @AutoClose
    private final LogLines lines = LogLines.of(OffsetlessPartitions.class);

    private final OffsetlessPartitions partitions = new OffsetlessPartitions(
            fiveRecords(),
            new ReadingRules(
                    (message, settled) -> new Content.Malformed("Code", "reason"),
                    GracePeriod.NONE,
                    StartPolicy.EARLIEST,
                    AgeLimit.NONE),
            Time.system());

    /** What else has to be known of them, or of others, may not be known yet: then all is asked again. */
    @Test
    void partitionThatIsAskedAboutAgainBeforeItIsHandedOn_isToldOfOnce() {
        assertThat(places()).isEqualTo(Map.of(ONE, 3L));
        assertThat(places()).isEqualTo(Map.of(ONE, 3L));
        assertThat(lines.beginningWith("STARTED WITHOUT AN OFFSET")).hasSize(1);

        partitions.forget(List.of(ONE));
        assertThat(places()).as("it came back").isEqualTo(Map.of(ONE, 3L));
        assertThat(lines.beginningWith("STARTED WITHOUT AN OFFSET")).hasSize(2);
    }

    private Map<TopicPartition, Long> places() {
        return partitions.places(Set.of(ONE), new GroupKnowledge.KnownStart(true, null));
    }

    /** From 3 on, on each partition. */
    private static Admin fiveRecords() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (admin, method, arguments) -> {
                    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
                    ((Map<?, ?>) arguments[0])
                            .forEach((partition, wanted) -> answers.put(
                                    (TopicPartition) partition,
                                    KafkaFuture.completedFuture(new ListOffsetsResultInfo(
                                            wanted instanceof OffsetSpec.LatestSpec ? 8 : 3, 0, Optional.empty()))));
                    return new ListOffsetsResult(answers);
                });
    }
}

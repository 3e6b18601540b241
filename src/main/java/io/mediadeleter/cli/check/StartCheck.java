package io.mediadeleter.cli.check;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.partitions.OffsetlessLookup;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.rule.StartPolicy;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the group knows where to go on. Stateless. */
final class StartCheck {

    static final String START = "start";

    private StartCheck() {}

    static List<Finding> start(Settings settings) {
        Duration maxAge = settings.requests().ageLimit().maxAge();
        Instant oldest = maxAge == null ? null : Time.system().now().minus(maxAge);
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            List<OffsetlessPartition> offsetless =
                    OffsetlessLookup.full(session, settings.kafka(), settings.topics(), oldest).entrySet().stream()
                            .map(each -> each.getValue().of(each.getKey()))
                            .toList();
            return List.of(finding(settings, offsetless));
        }
    }

    private static Finding finding(Settings settings, List<OffsetlessPartition> offsetless) {
        String group = "group " + settings.kafka().groupId();
        if (offsetless.isEmpty()) {
            return Finding.ok(START, group + " has an offset for every partition with records in it");
        }
        String what = group + " has no offset for some partitions: " + OffsetlessPartition.inWords(offsetless);
        return settings.requests().start() == StartPolicy.REFUSE
                ? Finding.wrong(START, what + "; nothing of this is called", "decide with: " + OffsetlessStatus.COMMAND)
                : Finding.warning(
                        START,
                        what + "; all that is not too old is called when an instance starts. requests.start=refuse"
                                + " leaves that to you");
    }
}

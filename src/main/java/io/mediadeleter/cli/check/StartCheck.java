package io.mediadeleter.cli.check;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.partitions.Unplaced;
import io.mediadeleter.pipeline.port.Beginning;
import io.mediadeleter.pipeline.port.Unstarted;
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
            List<Unstarted> unstarted =
                    Unplaced.full(session, settings.kafka(), settings.topics(), oldest).entrySet().stream()
                            .map(each -> each.getValue().of(each.getKey()))
                            .toList();
            return List.of(finding(settings, unstarted));
        }
    }

    private static Finding finding(Settings settings, List<Unstarted> unstarted) {
        String group = "group " + settings.kafka().groupId();
        if (unstarted.isEmpty()) {
            return Finding.ok(START, group + " has an offset for every partition with records in it");
        }
        String what = group + " has no offset for some partitions: " + Unstarted.inWords(unstarted);
        return settings.requests().start() == StartPolicy.REFUSE
                ? Finding.wrong(START, what + "; nothing of this is called", "decide with: " + Beginning.COMMAND)
                : Finding.warning(
                        START,
                        what + "; all that is not too old is called when an instance starts. requests.start=refuse"
                                + " leaves that to you");
    }
}

package io.mediadeleter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.acl.AccessPlan;
import io.mediadeleter.kafka.acl.CommandRights;
import io.mediadeleter.kafka.acl.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands in security.md give the rights that the code needs: all of them, and no other. */
class AccessReferenceTest {

    private static final Pattern RESOURCE = Pattern.compile("--(topic|group|transactional-id) (\\S+)");
    private static final String PREFIXED = " --resource-pattern-type prefixed";

    @Test
    void document_givesTheRightsOfThePlan() {
        Settings settings = Settings.load(Map.of(), null);

        List<String> needed = Stream.of(
                        AccessPlan.of(settings.kafka(), settings.topics()),
                        CommandRights.deadLetters(settings.kafka(), settings.topics()),
                        CommandRights.holds(settings.kafka(), settings.topics()))
                .flatMap(plan -> plan.rights().stream().map(Right::options))
                .toList();
        Stream<String> forOrigins = settings.topics().consumed().stream()
                .filter(topic -> !topic.equals(settings.topics().replay())) // Write brings Describe with it
                .map(topic -> "--operation Describe --topic " + topic);
        assertThat(given())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(needed.stream(), forOrigins).toList());
    }

    /** One command may name many topics; here each is one. */
    private static List<String> given() {
        List<String> given = new ArrayList<>();
        for (String line : Documents.text(Documents.page("security.md"))
                .replace("\\\n", " ")
                .lines()
                .toList()) {
            if (line.startsWith("$acls ")) {
                String operation = line.split(" +", -1)[2];
                Matcher resource = RESOURCE.matcher(line);
                while (resource.find()) {
                    given.add("--operation " + operation + " " + resource.group()
                            + (line.contains(PREFIXED) ? PREFIXED : ""));
                }
            }
        }
        return given;
    }
}

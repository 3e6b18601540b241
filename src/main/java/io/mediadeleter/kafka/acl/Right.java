package io.mediadeleter.kafka.acl;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One right that a client needs.
 *
 * @param name of the resource, or its beginning where {@code pattern} is PREFIXED
 * @param need what it is needed for, as a clause after "needed to"
 */
public record Right(ResourceType type, String name, PatternType pattern, AclOperation operation, String need) {

    static Right topic(String name, AclOperation operation, String need) {
        return new Right(ResourceType.TOPIC, name, PatternType.LITERAL, operation, need);
    }

    /** The options of {@code kafka-acls.sh --add} that give this right, but for the principal. */
    public String options() {
        String option = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String prefixed = pattern == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return "--operation " + word(operation.name()) + " --" + option + " " + name + prefixed;
    }

    /** Such as {@code Write on topic media-deleted}. */
    @Override
    public String toString() {
        String star = pattern == PatternType.PREFIXED ? "*" : "";
        return word(operation.name()) + " on "
                + type.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name + star;
    }

    /** DESCRIBE_CONFIGS is DescribeConfigs to Kafka's tools. */
    private static String word(String constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}

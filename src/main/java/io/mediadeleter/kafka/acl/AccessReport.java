package io.mediadeleter.kafka.acl;

import java.util.List;

/**
 * Which rights are lacking.
 *
 * @param missing those that Kafka has denied
 * @param unknown those that nothing can be said of, because the topic is not there
 * @param mayEndOthers whether this client may end transactions of other instances of the group, which nothing depends on
 */
public record AccessReport(List<Right> missing, List<Right> unknown, boolean mayEndOthers) {

    public AccessReport {
        missing = List.copyOf(missing);
        unknown = List.copyOf(unknown);
    }
}

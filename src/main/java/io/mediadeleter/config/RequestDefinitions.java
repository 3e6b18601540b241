package io.mediadeleter.config;

import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.rule.StartPolicy;
import java.time.Duration;
import java.util.Optional;

/** The settings that say which requests are still acted on. */
final class RequestDefinitions {

    /** How an emptied list of parts is taken. */
    enum EmptyParts {
        REFUSE,
        DELETE_ALL
    }

    static final Setting<EmptyParts> EMPTY_PARTS = new Setting<>(
            "requests.empty-delete-parts",
            SettingType.oneOf(EmptyParts.class),
            "refuse",
            "What an empty deleteParts list means. refuse: a dead letter. delete-all: the whole media, as the API takes it.");

    static final Setting<Optional<Duration>> MAX_AGE = new Setting<>(
            "requests.max-age",
            SettingType.limit(Duration.ofMillis(1), Duration.ofDays(36_500)),
            "30d",
            "A request that is older when its turn comes, or is stamped more than an hour ahead, is dead-lettered as EXPIRED"
                    + " and not called. Counts from the record's timestamp or, after a replay, from the replay. `none` for"
                    + " no limit.");

    static final Setting<Optional<Duration>> GRACE_PERIOD = new Setting<>(
            "requests.grace-period",
            SettingType.limit(Duration.ofMillis(1), GracePeriod.LONGEST),
            "none",
            "How long a request waits before it is first called, so that a hold can still withdraw it; at most 30d,"
                    + " and less than requests.max-age. Counts from when it was written to its grace topic. Requests that wait already keep the"
                    + " longer of the period then and now; once it is shortened, new requests may lie behind thousands of"
                    + " those, and wait as long.");

    static final Setting<Optional<Duration>> DEADLINE = new Setting<>(
            "requests.deadline",
            SettingType.limit(Duration.ofSeconds(1), Duration.ofDays(36_500)),
            "15m",
            "How long a request may wait to be done once it is due: after that the status page and an alert say so. It stops"
                    + " nothing. Requests in bulk are not counted: they can wait. `none` for no limit.");

    static final Setting<AbsentMedia> ABSENT = new Setting<>(
            "requests.absent",
            SettingType.oneOf(AbsentMedia.class),
            "result",
            "What it means that there is no such media, where no earlier call of the request can have deleted it. result:"
                    + " a result, ALREADY_ABSENT. dead-letter: a dead letter, ABSENT, since a wrong sub-application reads"
                    + " the same.");

    static final Setting<StartPolicy> START = new Setting<>(
            "requests.start",
            SettingType.oneOf(StartPolicy.class),
            "earliest",
            "What a group does that has no offset for a partition with records in it: a new one, or one whose offsets Kafka has"
                    + " forgotten. earliest: it begins with the first record. refuse: it calls nothing of the partition"
                    + " until somebody decides with `offsets set`.");

    private RequestDefinitions() {}
}

package io.mediadeleter.cli.verify;

import io.mediadeleter.vod.MediaInquiry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results that wait until a question is full: by sub-application, since a call names one. How many wait is bounded, whatever the
 * number of sub-applications and of parts. Confined to one thread.
 */
final class InquiryBatches {

    private static final int MOST_RESULTS = 2_000;
    private static final int MOST_PARTS = 20_000;

    /**
     * Results of one sub-application.
     *
     * @param byFileId the results for each media: the whole of it, or parts
     */
    record Group(@Nullable Long subAppId, Map<String, List<DeletionResult>> byFileId) {

        boolean isFull() {
            return byFileId.size() >= MediaInquiry.MOST_FILE_IDS;
        }
    }

    private final Map<Optional<Long>, Group> groups = new LinkedHashMap<>();
    private int results;
    private long parts;

    /** False when the same waits already. */
    boolean add(DeletionResult result) {
        Long subAppId = result.media().subAppId();
        Group group = groups.computeIfAbsent(
                Optional.ofNullable(subAppId), first -> new Group(subAppId, new LinkedHashMap<>()));
        List<DeletionResult> same =
                group.byFileId().computeIfAbsent(result.media().fileId(), first -> new ArrayList<>());
        if (same.stream().anyMatch(other -> other.scope().isSame(result.scope()))) {
            return false;
        }
        same.add(result);
        results++;
        parts += result.parts();
        return true;
    }

    /** What is to be asked now that this one waits: its question when that is full, or the oldest when too much waits. */
    Optional<Group> due(DeletionResult added) {
        Group group = groups.get(Optional.ofNullable(added.media().subAppId()));
        if (group != null && group.isFull()) {
            return Optional.of(taken(group));
        }
        return results > MOST_RESULTS || parts > MOST_PARTS ? next() : Optional.empty();
    }

    /** Any question, full or not; empty when nothing waits. */
    Optional<Group> next() {
        return groups.values().stream().findFirst().map(this::taken);
    }

    /** How many results wait. */
    int size() {
        return results;
    }

    private Group taken(Group group) {
        groups.remove(Optional.ofNullable(group.subAppId()));
        for (List<DeletionResult> same : group.byFileId().values()) {
            results -= same.size();
            parts -= same.stream().mapToLong(DeletionResult::parts).sum();
        }
        return group;
    }
}

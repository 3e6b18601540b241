package io.mediadeleter.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.MediaLibrary;
import io.mediadeleter.simulator.request.ApiError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The body of a DescribeMediaInfos call: lenient for the log, strict in {@link #question}. Immutable. */
final class DescribeBody {

    private static final Set<String> FIELDS = Set.of("FileIds", "SubAppId", "Filters");
    private static final Set<String> ALL_FILTERS = Set.of(
            "basicInfo",
            "metaData",
            "transcodeInfo",
            "animatedGraphicsInfo",
            "imageSpriteInfo",
            "snapshotByTimeOffsetInfo",
            "sampleSnapshotInfo",
            "keyFrameDescInfo",
            "adaptiveDynamicStreamingInfo",
            "miniProgramReviewInfo",
            "subtitleInfo",
            "reviewInfo");

    /**
     * What a valid body asks.
     *
     * @param subAppId 0 when the body names none
     * @param filters which sections the answer shall have; never empty
     */
    record Question(long subAppId, Set<String> fileIds, Set<String> filters) {}

    private final JsonNode root;

    private DescribeBody(JsonNode root) {
        this.root = root;
    }

    static DescribeBody read(byte[] bytes) {
        return new DescribeBody(DeletionBody.parse(bytes));
    }

    /** As many as a call may name. */
    List<String> fileIds() {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : root.path("FileIds")) {
            if (item.isTextual() && ids.size() < Call.MOST_FILE_IDS) {
                ids.add(item.textValue());
            }
        }
        return ids;
    }

    long subAppId() {
        return root.path("SubAppId").asLong();
    }

    /**
     * What the body asks.
     *
     * @throws ApiError with the code that the API has for what is wrong
     */
    Question question() throws ApiError {
        if (!root.isObject()) {
            throw new ApiError("InvalidParameter", "The body is not a JSON object.");
        }
        Set<String> unknown = new TreeSet<>();
        root.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new ApiError("UnknownParameter", "The parameters " + unknown + " are not known.");
        }
        return new Question(DeletionBody.wholeNumber(root, "SubAppId"), strictIds(), strictFilters());
    }

    private Set<String> strictIds() throws ApiError {
        JsonNode items = root.path("FileIds");
        if (DeletionBody.isAbsent(items) || items.isEmpty()) {
            throw new ApiError("InvalidParameterValue.FileIdsEmpty", "FileIds is empty.");
        }
        if (items.size() > Call.MOST_FILE_IDS) {
            throw new ApiError("InvalidParameterValue.FileIdsTooMany", "FileIds names more than 20 media.");
        }
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode item : items) {
            if (!item.isTextual()
                    || !MediaLibrary.FILE_ID.matcher(item.textValue()).matches()) {
                throw new ApiError("InvalidParameterValue.FileIds", "A file id is not a string of 1 to 32 digits.");
            }
            ids.add(item.textValue());
        }
        return ids;
    }

    private Set<String> strictFilters() throws ApiError {
        Set<String> filters = new LinkedHashSet<>();
        for (JsonNode item : root.path("Filters")) {
            if (!ALL_FILTERS.contains(item.asText())) {
                throw new ApiError("InvalidParameterValue", "Filters are of " + new TreeSet<>(ALL_FILTERS) + ".");
            }
            filters.add(item.asText());
        }
        return filters.isEmpty() ? ALL_FILTERS : filters;
    }
}

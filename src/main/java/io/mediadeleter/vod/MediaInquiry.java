package io.mediadeleter.vod;

import io.mediadeleter.event.Part;
import io.mediadeleter.rule.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the API what there is of media. It can ask, and nothing else. */
public interface MediaInquiry extends AutoCloseable {

    /** The right that it needs at the API. */
    String RIGHT = "vod:DescribeMediaInfos";

    /** How many media a question may name. */
    int MOST_FILE_IDS = 20;

    /**
     * A question about media of one sub-application.
     *
     * @param subAppId null for the account's own
     * @param fileIds 1 to {@link #MOST_FILE_IDS}
     * @param withParts whether the media's parts matter, too
     */
    record Question(@Nullable Long subAppId, Set<String> fileIds, boolean withParts) {

        public Question {
            fileIds = Set.copyOf(fileIds);
        }
    }

    /** What came of a question: exactly one of the two is there. */
    record Answer(Optional<Told> told, Optional<Fault> fault) {

        static Answer of(Told told) {
            return new Answer(Optional.of(told), Optional.empty());
        }

        /** The question was not answered. */
        public static Answer failed(Fault fault) {
            return new Answer(Optional.empty(), Optional.of(fault));
        }
    }

    /**
     * What the API said.
     *
     * @param media by file id; one that the API said nothing of is not there
     * @param requestId the API's id of the call
     */
    record Told(Map<String, MediaState> media, String requestId) {

        public Told {
            media = Map.copyOf(media);
        }
    }

    /**
     * One media.
     *
     * @param isThere whether it exists
     * @param parts what it has of the types that are described; null where it was not asked, or not told
     */
    record MediaState(boolean isThere, @Nullable List<Part> parts) {

        /** The types of parts that the API describes. Of all others nobody can say whether they are gone. */
        public static final Set<String> DESCRIBED_TYPES =
                Set.of("OriginalFiles", "TranscodeFiles", "AdaptiveDynamicStreamingFiles");

        /** There is no such media. */
        public static final MediaState ABSENT = new MediaState(false, List.of());
    }

    /** Asks, and waits for the answer, at most for the call timeout. Throws nothing but an {@link Error}. */
    Answer ask(Question question);

    @Override
    void close();
}

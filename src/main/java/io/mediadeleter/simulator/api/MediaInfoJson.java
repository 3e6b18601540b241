package io.mediadeleter.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.simulator.account.MediaPart;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A media as DescribeMediaInfos shows it, in the names of the SDK's {@code MediaInfo}. Sections that were not asked for, and
 * those of which there is nothing, are null. The original file is the transcoding output of definition 0, too. Stateless.
 */
final class MediaInfoJson {

    private static final String URL = "http://media.example/";
    private static final long ORIGINAL = 0;

    private MediaInfoJson() {}

    static ObjectNode of(String fileId, List<MediaPart> parts, Set<String> filters) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("FileId", fileId);
        boolean hasOriginal = parts.stream().anyMatch(part -> part.type().equals("OriginalFiles"));
        info.set("BasicInfo", filters.contains("basicInfo") ? basic(fileId, hasOriginal) : null);
        info.set("MetaData", null);
        info.set("TranscodeInfo", filters.contains("transcodeInfo") ? transcodes(fileId, parts, hasOriginal) : null);
        info.set(
                "AdaptiveDynamicStreamingInfo",
                filters.contains("adaptiveDynamicStreamingInfo") ? adaptive(fileId, parts) : null);
        return info;
    }

    private static ObjectNode basic(String fileId, boolean hasOriginal) {
        ObjectNode basic = JsonNodeFactory.instance
                .objectNode()
                .put("Name", "media " + fileId)
                .put("CreateTime", "2026-01-01T00:00:00Z")
                .put("Type", "mp4")
                .put("MediaUrl", hasOriginal ? URL + fileId + "/f0.mp4" : "")
                .put("Category", "Video")
                .put("Status", "Normal");
        basic.putArray("TagSet");
        return basic;
    }

    private static @Nullable ObjectNode transcodes(String fileId, List<MediaPart> parts, boolean hasOriginal) {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        ArrayNode items = section.putArray("TranscodeSet");
        if (hasOriginal) {
            items.addObject().put("Definition", ORIGINAL).put("Url", URL + fileId + "/f0.mp4");
        }
        outputs(parts, "TranscodeFiles")
                .forEach(definition -> items.addObject()
                        .put("Definition", definition)
                        .put("Url", URL + fileId + "/v.f" + definition + ".mp4"));
        return items.isEmpty() ? null : section;
    }

    private static @Nullable ObjectNode adaptive(String fileId, List<MediaPart> parts) {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        ArrayNode items = section.putArray("AdaptiveDynamicStreamingSet");
        outputs(parts, "AdaptiveDynamicStreamingFiles")
                .forEach(definition -> items.addObject()
                        .put("Definition", definition)
                        .put("Package", "HLS")
                        .put("Url", URL + fileId + "/adp." + definition + ".m3u8"));
        return items.isEmpty() ? null : section;
    }

    private static List<Long> outputs(List<MediaPart> parts, String type) {
        return parts.stream()
                .filter(part -> part.type().equals(type))
                .map(MediaPart::definition)
                .toList();
    }
}

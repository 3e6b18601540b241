package io.mediadeleter.simulator.account;

import java.util.Set;

/**
 * One kind of file that belongs to a media.
 *
 * @param type one of {@link #TYPES}
 * @param definition the template whose files are meant; {@link #ALL_OF_TYPE} means every file of the type
 */
public record MediaPart(String type, long definition) {

    /** The types that the API documents. */
    public static final Set<String> TYPES = Set.of(
            "OriginalFiles",
            "TranscodeFiles",
            "AdaptiveDynamicStreamingFiles",
            "WechatPublishFiles",
            "WechatMiniProgramPublishFiles");

    public static final long ALL_OF_TYPE = 0;
}

package io.mediadeleter.simulator.request;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller can ask of the API. */
public enum ApiAction {
    DELETE_MEDIA("DeleteMedia"),
    DESCRIBE_MEDIA_INFOS("DescribeMediaInfos");

    private static final String HEADER = "x-tc-action";

    private final String text;

    ApiAction(String text) {
        this.text = text;
    }

    /** The API's name, as in {@code X-TC-Action}. */
    public String text() {
        return text;
    }

    public static Optional<ApiAction> named(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    /** What the request asks for, whoever sent it; empty when that is nothing that is simulated. */
    public static Optional<ApiAction> of(ApiRequest request) {
        return request.header(HEADER).flatMap(ApiAction::named);
    }

    /** All names, for people. */
    public static String all() {
        return String.join(" or ", Stream.of(values()).map(ApiAction::text).toList());
    }
}

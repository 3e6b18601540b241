package io.mediadeleter.vod;

/** What a connection to the API is for: it lets no call of another action through. */
enum ApiUse {
    /** A success has no content, so whatever there is of it is looked at. A real answer has some hundred bytes. */
    DELETION("DeleteMedia", 64 * 1024, true, "; the media may or may not have been deleted"),
    /** A success is a long list, which says by itself what is true of each media. Nothing can have been deleted. */
    INQUIRY("DescribeMediaInfos", 1 << 20, false, "");

    private final String action;
    private final long mostBytes;
    private final boolean everyNameCounts;
    private final String doubt;

    ApiUse(String action, long mostBytes, boolean everyNameCounts, String doubt) {
        this.action = action;
        this.mostBytes = mostBytes;
        this.everyNameCounts = everyNameCounts;
        this.doubt = doubt;
    }

    /** The API's name of the action. */
    String action() {
        return action;
    }

    /** A longer answer is none. */
    long mostBytes() {
        return mostBytes;
    }

    /** Whether error-like property names are looked for at every depth of a success, or only at the top. */
    boolean everyNameCounts() {
        return everyNameCounts;
    }

    /** What nobody knows after a call whose answer got lost, as the end of a sentence. */
    String doubt() {
        return doubt;
    }
}

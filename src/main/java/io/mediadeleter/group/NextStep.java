package io.mediadeleter.group;

/** What to do about a fault that is no request's own. Pure. */
public final class NextStep {

    private NextStep() {}

    /** A sentence, for whoever has just read the fault's code and message. */
    public static String of(String code) {
        if (code.equals("AuthFailure.UnauthorizedOperation") || code.startsWith("UnauthorizedOperation")) {
            return "Grant its key the action vod:DeleteMedia, then run: media-deleter check --call.";
        }
        if (code.startsWith("AuthFailure") || code.startsWith("Credentials")) {
            return "Check the credentials (TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, the profile or the role) with:"
                    + " media-deleter check --call. If keys (not a role's) were replaced, restart the instances: they"
                    + " read them at their start.";
        }
        if (code.startsWith("Network") || code.startsWith("Http")) {
            return "Check the network, the proxy and vod.endpoint with: media-deleter check.";
        }
        return "Find out more with: media-deleter check --call.";
    }
}

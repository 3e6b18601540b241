package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;

/** One way to get credentials. Thread-safe. */
interface CredentialLink {

    /** For people, such as {@code CVM role}. */
    String name();

    CredentialChoice choice();

    /** Looks whether it is there and has keys. May block, and for ever. */
    Answer ask();

    /** What became of it. Only what is {@link Absent} may be passed over: another way may be another identity. */
    sealed interface Answer {}

    /** Nobody has set it up. */
    record Absent(String why) implements Answer {}

    /** It has keys. {@code note} follows its name, for people; empty for nothing to say. */
    record Found(Credential credential, Keys keys, String note) implements Answer {}

    /** Somebody has set it up, and it can give no keys before that is changed; {@code remedy} is a sentence. */
    record Unusable(String why, String remedy) implements Answer {}

    /** It is there, or may be, and has no keys now. */
    record Failing(String why) implements Answer {}

    /** Only texts that the SDK has written itself: what a role's endpoint answered may hold keys. */
    static String reason(Exception e) {
        if (!(e instanceof TencentCloudSDKException refused) || refused.getCause() != null) {
            return e.getClass().getSimpleName();
        }
        String code = refused.getErrorCode();
        return code == null || code.isEmpty() ? String.valueOf(refused.getMessage()) : code;
    }
}

package io.mediadeleter.vod;

import static java.util.stream.Collectors.joining;

import com.tencentcloudapi.common.Credential;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key pair in the environment. The SDK's own provider takes one variable of two for none, and a line end for a part of
 * the key.
 */
record EnvironmentLink(Map<String, String> environment) implements CredentialLink {

    static final String SECRET_ID = "TENCENTCLOUD_SECRET_ID";
    static final String SECRET_KEY = "TENCENTCLOUD_SECRET_KEY";

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public CredentialChoice choice() {
        return CredentialChoice.ENVIRONMENT;
    }

    @Override
    public Answer ask() {
        if (!environment.containsKey(SECRET_ID) && !environment.containsKey(SECRET_KEY)) {
            return new Absent(SECRET_ID + " and " + SECRET_KEY + " are not set");
        }
        String problems = Stream.of(problem(SECRET_ID), problem(SECRET_KEY))
                .filter(Objects::nonNull)
                .collect(joining(", and "));
        if (!problems.isEmpty()) {
            return new Unusable(problems, "Set both variables to a key pair, or remove both.");
        }
        String id = key(SECRET_ID);
        String secret = key(SECRET_KEY);
        return new Found(new Credential(id, secret), new Keys(id, secret, null), note());
    }

    /** What keeps the variable from being a key, without its value; null where it can be one. */
    private @Nullable String problem(String variable) {
        String value = environment.get(variable);
        if (value == null) {
            return variable + " is not set";
        }
        String key = key(variable);
        if (key.isBlank()) {
            return variable + " is empty";
        }
        if (key.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            return variable + " has a line end inside";
        }
        return Keys.isUsable(key) ? null : variable + " has a blank or another character that no key has";
    }

    /** A file that a Secret is made of often ends with a line end, and no key does. */
    private String key(String variable) {
        return String.valueOf(environment.get(variable)).replaceFirst("[\\r\\n]+\\z", "");
    }

    private String note() {
        String cut = Stream.of(SECRET_ID, SECRET_KEY)
                .filter(variable -> !key(variable).equals(environment.get(variable)))
                .collect(joining(" and "));
        return cut.isEmpty() ? "" : ", without the line end after " + cut;
    }
}

package io.mediadeleter.config;

/**
 * Where a setting's value comes from.
 *
 * @param name in a properties file
 * @param shown the value as text, masked where it may be a secret
 * @param source the environment variable, the file, or that it is the default
 */
public record SettingValue(String name, String shown, String source) {

    static final String DEFAULT = "default";

    /** No source gives the setting. */
    public boolean isDefault() {
        return source.equals(DEFAULT);
    }
}
